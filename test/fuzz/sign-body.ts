import { createHmac } from "node:crypto";
import { assertNever } from "#core/lib/assert-never.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { account } from "./account.ts";
import { drawWeighted } from "./draw-weighted.ts";

export type Header = readonly [name: string, value: string];

const signatureHeader = "x-hub-signature-256";
const otherSecret = "somebody-else";

/** Ways to sign, and how often of a hundred times; all but the first have to be refused. */
const ways = [
  ["right", 80],
  ["missing", 3],
  ["empty", 1],
  ["by another secret", 4],
  ["over other bytes", 4],
  ["SHA-1", 1],
  ["in capitals", 1],
  ["without its name", 1],
  ["cut", 1],
  ["longer", 1],
  ["noise", 1],
  ["twice", 1],
  ["right and wrong", 1],
] as const;
export type SigningWay = (typeof ways)[number][0];

/** The digest that makes a body Meta's; computed apart from the code that is tried out. */
function digestOf(bytes: Uint8Array, secret: string = account.secret): string {
  return createHmac("sha256", secret).update(bytes).digest("hex");
}

export interface Signing {
  readonly way: SigningWay;
  readonly headers: readonly Header[];
}

/** Signs a body in one of many ways. */
export function signBody(body: Uint8Array, random: SeededRandom): Signing {
  const way = drawWeighted(random, ways);
  return { way, headers: valuesOf(way, body, random).map((value) => [signatureHeader, value]) };
}

/** The headers of a body as Meta signs it. */
export function signRight(body: Uint8Array): readonly Header[] {
  return [[signatureHeader, `sha256=${digestOf(body)}`]];
}

/** True if what arrives of these headers is the one signature that Meta would have put there. */
export function isSigned(headers: readonly Header[], body: Uint8Array): boolean {
  const arrives = new Headers(headers.map(([name, value]) => [name, value]));
  return arrives.get(signatureHeader) === `sha256=${digestOf(body)}`;
}

function valuesOf(way: SigningWay, body: Uint8Array, random: SeededRandom): readonly string[] {
  const good = `sha256=${digestOf(body)}`;
  switch (way) {
    case "right":
      return [good];
    case "missing":
      return [];
    case "empty":
      return [""];
    case "by another secret":
      return [`sha256=${digestOf(body, otherSecret)}`];
    case "over other bytes":
      return [`sha256=${digestOf(new Uint8Array([...body.subarray(0, 64), random.below(256)]))}`];
    case "SHA-1":
      return [`sha1=${createHmac("sha1", account.secret).update(body).digest("hex")}`];
    case "in capitals":
      return [good.toUpperCase()];
    case "without its name":
      return [digestOf(body)];
    case "cut":
      return [good.slice(0, random.below(good.length))];
    case "longer":
      return [good + random.pick(["0", " 0", ",", "\u00ff", "=="])];
    case "noise":
      return [`sha256=${Buffer.from(random.bytes(32)).toString(random.pick(["hex", "base64"]))}`];
    case "twice":
      return [good, good];
    case "right and wrong":
      return random.chance(0.5) ? [good, "sha256=0"] : ["sha256=0", good];
    default:
      return assertNever(way, "signBody");
  }
}
