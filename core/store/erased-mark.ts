/** What the codec makes a key of, so that whoever asks for an address is told that it was erased. */
export function erasedMark(value: string): string {
  return `erased\0${value}`;
}
