/** One packet in a page of its own. */
export interface OggPacket {
  readonly bytes: Uint8Array;
  /** Where the page says that the sound is, in samples. */
  readonly position?: number;
  readonly serial?: number;
}

const head = Buffer.from("OpusHead\u0001\u0001\u0038\u0001\u0080\u00bb\0\0\0\0\0", "latin1");
const tags = Buffer.from("OpusTags\0\0\0\0\0\0\0\0", "latin1");
/** SILK, 60 ms, one frame. Source: RFC 6716, 3.1. */
const sixtyMs = 0b0001_1000;
const packetsPerSecond = 1_000 / 60;

/** An Ogg file of these packets, after the two that have to come first. */
export function oggFile(packets: readonly OggPacket[], serial = 1): Uint8Array<ArrayBuffer> {
  const all = [{ bytes: head, serial }, { bytes: tags, serial }, ...packets];
  return new Uint8Array(Buffer.concat(all.map(toPage)));
}

/** So many seconds of silence in a file of at least `size` bytes, which says that it is `claimed` long. */
export function oggOf(
  seconds: number,
  { size = 0, claimed = seconds }: { readonly size?: number; readonly claimed?: number } = {},
): Uint8Array<ArrayBuffer> {
  const count = Math.round(seconds * packetsPerSecond);
  const position = claimed * 48_000;
  const of = (length: number) =>
    Array.from({ length: count }, (_, at) => {
      const bytes = new Uint8Array(length);
      bytes[0] = sixtyMs;
      return at === count - 1 ? { bytes, position } : { bytes };
    });
  const bare = oggFile(of(1)).length;
  return oggFile(of(1 + Math.max(0, Math.ceil((size - bare) / count))));
}

function toPage({ bytes, position = 0, serial = 1 }: OggPacket): Buffer {
  const pieces = [...Array<number>(Math.floor(bytes.length / 255)).fill(255), bytes.length % 255];
  const start = Buffer.alloc(27);
  start.write("OggS", 0);
  start.writeBigInt64LE(BigInt(position), 6);
  start.writeUInt32LE(serial, 14);
  start.writeUInt8(pieces.length, 26);
  return Buffer.concat([start, Uint8Array.from(pieces), bytes]);
}
