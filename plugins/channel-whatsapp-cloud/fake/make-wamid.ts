import type { Random } from "sapa/plugin";

/** Gives the next WhatsApp message id. */
export type WamidSource = (person: string, direction: "in" | "out") => string;

/**
 * Makes ids that look like Meta's: base64 of a small binary message that holds the person's phone
 * number or BSUID, the direction and a random hex name. Unique within one source: the hex name
 * begins with a counter. Nothing but their looks is promised; the real ones are opaque.
 */
export function createWamidSource(random: Random): WamidSource {
  let counter = 0;
  return (person, direction) => {
    counter += 1;
    const name = `${counter.toString(16).padStart(8, "0")}${hex(random.bytes(5))}`.toUpperCase();
    const head = `\x1c\x18${String.fromCharCode(person.length)}${person}`;
    const middle = `\x15\x02\x00${direction === "out" ? "\x11" : "\x12"}\x18\x12`;
    return `wamid.${Buffer.from(`${head}${middle}${name}\x00`, "latin1").toString("base64")}`;
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
