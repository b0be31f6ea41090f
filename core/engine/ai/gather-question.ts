import { errorText } from "#core/lib/bot-error.ts";
import { hmacHex } from "#core/lib/digest.ts";
import { readMediaType } from "#core/lib/media-type/read-media-type.ts";
import type { AiAsk } from "#core/model/ai.ts";
import type { Contact } from "#core/model/contact.ts";
import type { AiPart } from "#core/model/ports/ai-provider.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { AiSettings } from "./ai-settings.ts";
import { answerForm } from "./answer-form.ts";
import type { Question } from "./build-request.ts";
import { readHistory } from "./history.ts";

export interface GatherDeps {
  readonly records: Pick<Records, "events" | "sends">;
  readonly files: FileReader;
  readonly random: Random;
  readonly settings: AiSettings;
  /** Keys the word by which a vendor may know a person. */
  readonly secretKey: Uint8Array;
}

/** Puts together what goes along with a question, for any provider; or says what it lacks. */
export async function gatherQuestion(
  { records, files, random, settings, secretKey }: GatherDeps,
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
  const question = {
    ask,
    settings,
    scope: ask.task === "answer" ? (ask.scope ?? settings.scope) : undefined,
    images,
    history: await readHistory(records, conversation, ask),
    nonce: Buffer.from(random.bytes(6)).toString("hex"),
    endUser: hmacHex(secretKey, contact.id).slice(0, 32),
  };
  return { kind: "question", question };
}
