import type { UserAct } from "./flow-test.ts";
import { userActs, type WrittenAct } from "./user-schema.ts";

/** A word instead of a file's name: a small file of the kind that is always there. */
const sample = "sample";

/** What one act does. It was checked: one key of an act, and only what belongs to it. */
export function readAct(user: string | WrittenAct): UserAct {
  if (typeof user === "string") return { kind: "text", text: user };
  return readWords(user) ?? readFile(user) ?? readThings(user) ?? readRest(user);
}

/** The key of the act; undefined if there is none, the first if there are several. */
export function actKey(user: WrittenAct): string | undefined {
  return Object.keys(user).find((key) => Object.hasOwn(userActs, key));
}

function readWords(user: WrittenAct): UserAct | undefined {
  const { text, reply_to: quotes, forwarded, ad, choose, reaction, edit } = user;
  if (text !== undefined) return { kind: "text", text, quotes, forwarded, ad };
  if (choose !== undefined) return { kind: "choice", choice: choose };
  if (reaction !== undefined) return { kind: "reaction", emoji: reaction };
  return edit === undefined ? undefined : { kind: "edit", text: edit };
}

const files = ["image", "video", "audio", "document", "sticker"] as const;

function readFile(user: WrittenAct): UserAct | undefined {
  const media = files.find((kind) => user[kind] !== undefined);
  if (media === undefined) return undefined;
  const { caption, filename, voice } = user;
  const file = user[media] === sample ? undefined : user[media];
  return { kind: "media", media, file, caption, filename, voice };
}

function readThings(user: WrittenAct): UserAct | undefined {
  const { location, contacts, order, form } = user;
  if (location !== undefined) {
    const { latitude, longitude, name, address } = location;
    return {
      kind: "location",
      latitude,
      longitude,
      ...(name === undefined ? {} : { name }),
      ...(address === undefined ? {} : { address }),
    };
  }
  if (order !== undefined) return { kind: "order", items: order };
  if (form !== undefined) return { kind: "form", answer: form };
  if (contacts === undefined) return undefined;
  return {
    kind: "contacts",
    contacts: contacts.map(({ name, phone, email, company }) => ({
      name: { formatted: name, first: name },
      ...(phone === undefined ? {} : { phones: [{ phone }] }),
      ...(email === undefined ? {} : { emails: [{ email }] }),
      ...(company === undefined ? {} : { org: { company } }),
    })),
  };
}

function readRest(user: WrittenAct): UserAct {
  const { share_number: shared, new_number: moved, call, open, unsupported } = user;
  if (shared !== undefined) return { kind: "share_number", phone: shared };
  if (moved !== undefined) return { kind: "move", phone: moved };
  if (call !== undefined) return { kind: "call" };
  if (open !== undefined) return { kind: "open" };
  if (unsupported !== undefined) return { kind: "unsupported", vendorKind: unsupported };
  return { kind: "revoke" };
}
