/** A step's place. `depth` is how many lists enclose its own: the length of the stack below it. */
export interface Target {
  readonly list: string;
  readonly index: number;
  readonly depth: number;
}
