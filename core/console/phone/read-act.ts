import { z } from "zod";
import { assertNever } from "#core/lib/assert-never.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { NetworkAct, SimulatedPerson } from "#core/model/ports/simulator.ts";

const short = z.string().max(200);
const optional = short
  .transform((text) => (text.trim() === "" ? undefined : text))
  .optional()
  .catch(undefined);
const place = { latitude: z.coerce.number().min(-90).max(90), longitude: z.coerce.number() };

const actSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string().min(1).max(4_096), replyTo: optional }),
  z.object({ kind: z.literal("choice"), choice: z.string().min(1).max(200) }),
  z.object({ kind: z.literal("reaction"), emoji: z.string().max(32) }),
  z.object({ kind: z.literal("location"), ...place, name: optional }),
  z.object({ kind: z.literal("contacts"), name: short.min(1), phone: short.min(1) }),
  z.object({ kind: z.literal("form"), answer: z.string().max(10_000) }),
  z.object({
    kind: z.literal("order"),
    sku: short.min(1),
    quantity: z.coerce.number().int().min(1).max(999),
    price: z.coerce.number().min(0).max(1e9),
  }),
  z.object({ kind: z.literal("share_number") }),
  z.object({ kind: z.literal("call_permission"), given: z.enum(["yes", "no"]) }),
  z.object({ kind: z.literal("media"), file: z.instanceof(File), caption: optional }),
  z.object({ kind: z.literal("revoke") }),
  z.object({ kind: z.literal("call") }),
]);

/** A number for who hides theirs and is asked for it: of a block that belongs to nobody. */
const madeUpPhone = "6281200099999";
const currency = "IDR";

/** What a form says that the person does; undefined if it is nothing that they can do. */
export async function readAct(
  fields: unknown,
  person: SimulatedPerson,
): Promise<NetworkAct | undefined> {
  const { data } = actSchema.safeParse(fields);
  if (data?.kind === "media") return await readMedia(data.file, data.caption);
  return data === undefined ? undefined : toAct(data, person);
}

type Said = Exclude<z.output<typeof actSchema>, { readonly kind: "media" }>;

function toAct(data: Said, person: SimulatedPerson): NetworkAct {
  switch (data.kind) {
    case "text":
      return {
        kind: "text",
        text: data.text,
        ...(data.replyTo === undefined ? {} : { replyTo: data.replyTo }),
      };
    case "location":
      return {
        kind: "location",
        latitude: data.latitude,
        longitude: data.longitude,
        ...(data.name === undefined ? {} : { name: data.name }),
      };
    case "contacts": {
      const { kind, name, phone } = data;
      return { kind, contacts: [{ name: { formatted: name }, phones: [{ phone }] }] };
    }
    case "form":
      return { kind: "form", answer: readLines(data.answer) };
    case "order": {
      const { kind, ...item } = data;
      return { kind, items: [{ ...item, currency }] };
    }
    case "share_number":
      return { kind: "share_number", phone: person.phone ?? madeUpPhone };
    case "call_permission":
      return { kind: "call_permission", isGiven: data.given === "yes" };
    case "choice":
    case "reaction":
    case "revoke":
    case "call":
      return data;
    default:
      return assertNever(data, "toAct");
  }
}

async function readMedia(file: File, caption: string | undefined): Promise<NetworkAct | undefined> {
  if (file.size === 0) return undefined;
  const mime = (file.type.split(";")[0] ?? "") || "application/octet-stream";
  const media = mediaKinds.find((kind) => mime.startsWith(`${kind}/`)) ?? "document";
  return {
    kind: "media",
    media,
    mime,
    content: new Uint8Array(await file.arrayBuffer()),
    ...(caption === undefined ? {} : { caption }),
    // What is recorded in the app is Ogg; a song that is sent on is not.
    ...(voiceTypes.has(mime) ? { voice: true } : {}),
    ...(media === "document" ? { filename: file.name.slice(0, 200) } : {}),
  };
}

const voiceTypes: ReadonlySet<string> = new Set(["audio/ogg", "audio/opus"]);
const mediaKinds = ["image", "video", "audio"] as const;

/** `name: value`, one a line. */
function readLines(text: string): JsonObject {
  const pairs = text.split("\n").flatMap((line) => {
    const at = line.indexOf(":");
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
