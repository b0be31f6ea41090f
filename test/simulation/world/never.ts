/** What a dead process hears: nothing, ever. */
export function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
