/** Something outside the project that a test needs: a program, a folder, a server. */
export interface Requirement {
  /** The word that `SAPA_REQUIRE` uses for it. */
  readonly name: string;
  readonly isPresent: boolean;
  /** Why it is absent and what would bring it, for the person who reads the skip. */
  readonly hint: string;
}

/**
 * Returns whether the tests that need it can run. Absent, it prints one line that says what is
 * skipped and why; absent while `SAPA_REQUIRE` (names with commas between) lists it, it throws, so
 * that CI never passes by skipping. For `test.skipIf(!isAvailable({ … }))`.
 */
export function isAvailable(
  requirement: Requirement,
  required: string = process.env["SAPA_REQUIRE"] ?? "",
  print: (line: string) => void = console.log,
): boolean {
  const { name, isPresent, hint } = requirement;
  if (isPresent) return true;
  if (required.split(",").some((word) => word.trim() === name))
    throw new Error(`SAPA_REQUIRE names "${name}", but it is absent: ${hint}`);
  print(`skipped: ${name}: ${hint}`);
  return false;
}
