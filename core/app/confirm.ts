import { createInterface } from "node:readline/promises";

/** Asks at the terminal; without one nobody can say yes. */
export async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await line.question(`${question} (y/N) `);
    return /^(y|yes|ya)$/i.test(answer.trim());
  } finally {
    line.close();
  }
}
