/** True if the bytes stand at the offset; false where the content is too short. */
export function hasBytes(content: Uint8Array, offset: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => content[offset + index] === byte);
}

/** Bytes as Latin-1 text, as four-letter codes are written; shorter where the content ends. */
export function latin(content: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...content.subarray(start, end));
}

/** Unsigned integers; undefined where the content ends before. */
export function uint32Big(content: Uint8Array, offset: number): number | undefined {
  return offset + 4 > content.byteLength ? undefined : viewOf(content).getUint32(offset);
}

export function uint32Little(content: Uint8Array, offset: number): number | undefined {
  return offset + 4 > content.byteLength ? undefined : viewOf(content).getUint32(offset, true);
}

export function uint16Little(content: Uint8Array, offset: number): number | undefined {
  return offset + 2 > content.byteLength ? undefined : viewOf(content).getUint16(offset, true);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
