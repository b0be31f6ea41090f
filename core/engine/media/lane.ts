/** Lets at most `slots` tasks run at once; the others wait their turn, in order. */
export function createLane(slots: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = slots;
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The slot goes on to who waits longest.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
