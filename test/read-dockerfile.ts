/** One instruction of a Dockerfile, continued lines joined, comments left out. */
export interface Instruction {
  /** In capitals: `FROM`, `RUN`. */
  readonly name: string;
  readonly value: string;
}

/** Returns the instructions of a Dockerfile in order. Here-documents are not understood. */
export function readDockerfile(text: string): readonly Instruction[] {
  return text
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .join("\n")
    .replace(/\\\n/g, " ")
    .split("\n")
    .flatMap((line) => {
      const [, name, value] = /^\s*([A-Za-z]+)\s+(.+?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined
        ? []
        : [{ name: name.toUpperCase(), value: value.replace(/\s+/g, " ") }];
    });
}
