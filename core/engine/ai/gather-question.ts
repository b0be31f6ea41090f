import { errorText } from "#core/lib/bot-error.ts";
import { hmacHex } from "#core/lib/digest.ts";
import { readMediaType } from "#core/lib/media-type/read-media-type.ts";
import type { AiAsk } from "#core/model/ai.ts";
import type { Contact } from "#core/model/contact.ts";
import type { AiMessage, AiPart } from "#core/model/ports/ai-provider.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { AiSettings } from "./ai-settings.ts";
import { answerForm } from "./answer-form.ts";
import type { Question } from "./build-request.ts";
import { createMasker, type Mask } from "./create-masker.ts";
import { readHistory } from "./history.ts";

export interface GatherDeps {
  readonly records: Pick<Records, "events" | "sends">;
  readonly files: FileReader;
  readonly random: Random;
  readonly settings: AiSettings;
  /** Keys the word by which a vendor may know a person. */
  readonly secretKey: Uint8Array;
  /** What the machine keeps secret. */
  readonly secrets: readonly string[];
}

/** Puts together what goes along with a question, for any provider; or says what it lacks. */
export async function gatherQuestion(
  { records, files, random, settings, secretKey, secrets }: GatherDeps,
  { conversation }: Activity,
  ask: AiAsk,
  contact: Contact,
): Promise<
  | { readonly kind: "question"; readonly question: Question }
  | { readonly kind: "unaskable"; readonly message: string }
> {
  try {
    answerForm(ask, false);
  } catch (error) {
    return {
      kind: "unaskable",
      message: `no answer can be held to the schema: ${errorText(error)}`,
    };
  }
  const images: Extract<AiPart, { readonly kind: "image" }>[] = [];
  for (const hash of ask.images ?? []) {
    const bytes = await files.read(hash);
    if (bytes === undefined) return { kind: "unaskable", message: "a picture is no longer there" };
    images.push({ kind: "image", bytes, mime: readMediaType(bytes).mime });
  }
  // A number that is to be taken out of a text has to be in it.
  const mask = createMasker(secrets, ask.task === "extract" ? undefined : contact);
  const history = await readHistory(records, conversation, ask);
  const question = {
    ask,
    mask,
    settings,
    scope: ask.task === "answer" ? (ask.scope ?? settings.scope) : undefined,
    images,
    history: history.map((message) => maskMessage(message, mask)),
    nonce: Buffer.from(random.bytes(6)).toString("hex"),
    endUser: hmacHex(secretKey, contact.id).slice(0, 32),
  };
  return { kind: "question", question };
}

function maskMessage(message: AiMessage, mask: Mask): AiMessage {
  if (message.role !== "user") {
    return message.role === "assistant" ? { ...message, text: mask(message.text) } : message;
  }
  const parts = message.parts.map((part) =>
    part.kind === "text" ? { ...part, text: mask(part.text) } : part,
  );
  return { ...message, parts };
}
