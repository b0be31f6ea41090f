/** Opus counts its samples at this rate, whatever it was recorded with. Source: RFC 7845, 4. */
const opusRate = 48_000;
const pageMark = Buffer.from("OggS");
/** How the first two packets begin, which are no sound. Source: RFC 7845, 3. */
const headMarks = [Buffer.from("OpusHead"), Buffer.from("OpusTags")];
/** A page up to the lengths of its pieces. Source: RFC 3533, 6. */
const pageHead = 27;
/** A piece of this length goes on in the next one. */
const wholePiece = 255;
const continued = 0x01;

/**
 * How long an Ogg file with Opus in it plays, in seconds: every packet says how much sound it holds, and
 * a decoder makes that much of it, so that a file cannot lie about it; where it claims to be longer, that.
 * Undefined: it is no such file, or not a whole one.
 */
export function oggSeconds(bytes: Uint8Array): number | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const streams = new Map<number, Stream>();
  let at = 0;
  while (at < file.length) {
    const page = readPage(file, at);
    if (page === undefined) return undefined;
    const isRead = readPackets(file, page, streams);
    if (!isRead) return undefined;
    at = page.endsAt;
  }
  const all = [...streams.values()];
  if (all.length === 0) return undefined;
  const played = all.reduce((sum, { samples }) => sum + samples, 0);
  return Math.max(played, ...all.map(({ claimed }) => claimed)) / opusRate;
}

interface Stream {
  packets: number;
  samples: number;
  /** Where the file says that it ends, in samples. */
  claimed: number;
  /** True if the last packet goes on in the next page. */
  isOpen: boolean;
}

interface Page {
  readonly serial: number;
  readonly isContinued: boolean;
  readonly position: bigint;
  readonly pieces: Buffer;
  readonly bodyAt: number;
  readonly endsAt: number;
}

function readPage(file: Buffer, at: number): Page | undefined {
  if (at + pageHead > file.length) return undefined;
  if (!file.subarray(at, at + 4).equals(pageMark)) return undefined;
  const bodyAt = at + pageHead + file.readUInt8(at + 26);
  const pieces = file.subarray(at + pageHead, bodyAt);
  const endsAt = pieces.reduce((sum, length) => sum + length, bodyAt);
  if (endsAt > file.length) return undefined;
  return {
    serial: file.readUInt32LE(at + 14),
    isContinued: (file.readUInt8(at + 5) & continued) !== 0,
    position: file.readBigInt64LE(at + 6),
    pieces,
    bodyAt,
    endsAt,
  };
}

/** False if they are not Opus, or the pages do not join. */
function readPackets(file: Buffer, page: Page, streams: Map<number, Stream>): boolean {
  const { serial, position, pieces, isContinued } = page;
  const stream = streams.get(serial) ?? { packets: 0, samples: 0, claimed: 0, isOpen: false };
  streams.set(serial, stream);
  if (pieces.length > 0 && isContinued !== stream.isOpen) return false;
  stream.claimed = Math.max(stream.claimed, Number(position));
  let at = page.bodyAt;
  for (const length of pieces) {
    if (!stream.isOpen) {
      const packet = file.subarray(at, at + length);
      const mark = headMarks[stream.packets];
      if (mark === undefined) stream.samples += samplesOf(packet);
      else if (!packet.subarray(0, mark.length).equals(mark)) return false;
      stream.packets += 1;
    }
    stream.isOpen = length === wholePiece;
    at += length;
  }
  return true;
}

/** How much sound a packet holds, by its first two bytes. Source: RFC 6716, 3.1 and 3.2. */
function samplesOf(packet: Buffer): number {
  const [first, second = 0] = packet;
  if (first === undefined) return 0;
  const code = first & 0b11;
  const frames = code === 0 ? 1 : code === 3 ? second & 0b11_1111 : 2;
  return frames * frameSamples(first >> 3);
}

function frameSamples(config: number): number {
  const step = config & 0b11;
  if (config >= 16) return 120 << step;
  if (config >= 12) return 480 << (step & 1);
  return step === 3 ? 2_880 : 480 << step;
}
