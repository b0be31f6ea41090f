/** One part of a form that was posted with files in it. */
export interface FormPart {
  readonly name: string;
  readonly filename: string | undefined;
  readonly mime: string | undefined;
  readonly content: Uint8Array;
}

const lineEnd = Buffer.from("\r\n");
const blankLine = Buffer.from("\r\n\r\n");
/** More parts than any form of Meta's has. */
const maxParts = 32;

/**
 * The parts of a `multipart/form-data` body; undefined if it is none or is broken. Synchronous,
 * unlike the platform's own reader. Source: RFC 7578.
 */
export function readMultipart(
  body: Uint8Array,
  contentType: string | undefined,
): readonly FormPart[] | undefined {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return undefined;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const opening = Buffer.from(`--${boundary}`);
  const delimiter = Buffer.concat([lineEnd, opening]);
  const parts: FormPart[] = [];
  let at = bytes.indexOf(opening);
  if (at < 0) return undefined;
  at += opening.length;
  while (parts.length < maxParts) {
    if (bytes.subarray(at, at + 2).toString("latin1") === "--") return parts;
    const end = bytes.indexOf(delimiter, at);
    const part = end < 0 ? undefined : readPart(bytes.subarray(at + lineEnd.length, end));
    if (part === undefined) return undefined;
    parts.push(part);
    at = end + delimiter.length;
  }
  return undefined;
}

function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(
    contentType ?? "",
  );
  return match?.[1] ?? match?.[2];
}

function readPart(part: Buffer): FormPart | undefined {
  const split = part.indexOf(blankLine);
  if (split < 0) return undefined;
  const headers = part.subarray(0, split).toString("utf8");
  const name = /\bname="([^"]*)"/i.exec(headers)?.[1];
  if (name === undefined) return undefined;
  return {
    name,
    filename: /\bfilename="([^"]*)"/i.exec(headers)?.[1],
    mime: /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1],
    content: part.subarray(split + blankLine.length),
  };
}
