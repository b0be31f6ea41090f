/**
 * Gives what `make` once made for a key, and keeps the `size` that were made last. For results that
 * depend on the key alone and are never changed.
 */
export function createBoundedCache<Made>(
  size: number,
  make: (key: string) => Made,
): (key: string) => Made {
  const known = new Map<string, Made>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    const oldest = known.keys().next();
    if (known.size > size && oldest.done !== true) known.delete(oldest.value);
    return made;
  };
}
