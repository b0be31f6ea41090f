/**
 * Makes a thing when it is first asked for and gives the same one from then on: for what many starts
 * of the program never need, such as the schemas of a file that has not changed.
 */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
