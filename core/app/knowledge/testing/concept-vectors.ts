/** What a text may be about, each in the words of two languages. */
export const concepts: readonly RegExp[] = [
  /kopi|coffee|latte/i,
  /teh\b|tea\b/i,
  /antar|kurir|kirim|deliver|courier/i,
  /harga|berapa|price|cost/i,
  /roti|pisang|cake/i,
];

/** A vector with a place for each concept: near where texts are about the same, whatever their words. */
export function toVector(text: string): Float32Array {
  return Float32Array.from(concepts.map((concept) => (concept.test(text) ? 1 : 0)));
}
