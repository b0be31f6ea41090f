import { assertNever } from "#core/lib/assert-never.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type { ContactCard } from "#core/model/contact-card.ts";
import type { MessageIn } from "#core/model/message-in.ts";

/** Degrees are told to one digit, which is some ten kilometres: nobody's address. */
const degreeDigits = 1;

/** What a person sent, as a `user:` step says it. Of files only the kind is kept. */
export function writeAct(message: MessageIn): Json {
  switch (message.kind) {
    case "text":
      return writeText(message);
    case "choice":
      return { choose: message.choice };
    case "media": {
      const { kind, caption, voice } = message.media;
      const hasWords = caption !== undefined && kind !== "audio" && kind !== "sticker";
      return {
        [kind]: "sample",
        ...(hasWords ? { caption } : {}),
        ...(voice === true ? { voice } : {}),
      };
    }
    case "location": {
      const [latitude, longitude] = [round(message.latitude), round(message.longitude)];
      return { location: { latitude, longitude } };
    }
    case "contacts":
      return { contacts: message.contacts.map(writeCard) };
    case "order":
      return { order: message.items.map((item) => ({ ...item })) };
    case "form":
      return { form: message.answer };
    case "reaction":
      return { reaction: message.emoji ?? "" };
    case "unsupported":
      return { unsupported: message.vendorKind };
    default:
      return assertNever(message, "writeAct");
  }
}

function writeText(message: Extract<MessageIn, { readonly kind: "text" }>): Json {
  const { text, ad, forwarded, replyTo } = message;
  if (ad === undefined && forwarded === undefined && replyTo === undefined) return text;
  return {
    text,
    // Which one it was is not known any more: it may be another than the last.
    ...(replyTo === undefined ? {} : { reply_to: "last" }),
    ...(forwarded === undefined ? {} : { forwarded }),
    ...(ad === undefined ? {} : { ad }),
  };
}

/** Somebody else's card: all of it is made up but for how much of it there is. */
function writeCard({ phones, emails, org }: ContactCard): JsonObject {
  return {
    name: "Budi",
    ...(phones === undefined || phones.length === 0 ? {} : { phone: "+6281200000002" }),
    ...(emails === undefined || emails.length === 0 ? {} : { email: "budi@contoh.example" }),
    ...(org?.company === undefined ? {} : { company: "CV Contoh" }),
  };
}

function round(degrees: number): number {
  return Number(degrees.toFixed(degreeDigits));
}
