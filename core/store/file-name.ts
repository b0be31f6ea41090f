const shape = /^[0-9a-f]{64}$/;

/** True for 64 lowercase hex characters: nothing else ever becomes the name of a file. */
export function isFileName(sha256: string): boolean {
  return shape.test(sha256);
}
