/** Resolves to true as soon as the condition holds, to false when `timeoutMs` have passed without. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await new Promise((retry) => setTimeout(retry, 10));
  }
  return true;
}
