/** Ends of the names of files that can be read. */
export const knowledgeEnds: readonly string[] = [".md", ".markdown", ".txt", ".csv", ".pdf"];

export function isPdf(file: string): boolean {
  return file.toLowerCase().endsWith(".pdf");
}
