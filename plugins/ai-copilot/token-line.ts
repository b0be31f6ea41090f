/**
 * Gets tokens one after the other, and for who asks for the same meanwhile the same one: two refreshes at
 * once may cost the refresh token.
 */
export function createTokenLine(
  acquire: (scopes: readonly string[]) => Promise<string>,
): (scopes: readonly string[]) => Promise<string> {
  const running = new Map<string, Promise<string>>();
  let last: Promise<unknown> = Promise.resolve();
  return (scopes) => {
    const what = scopes.join(" ");
    const same = running.get(what);
    if (same !== undefined) return same;
    const begun = last
      .catch(() => undefined)
      .then(() => acquire(scopes))
      .finally(() => running.delete(what));
    running.set(what, begun);
    last = begun;
    return begun;
  };
}
