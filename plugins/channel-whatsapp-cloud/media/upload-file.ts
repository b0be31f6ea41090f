import { assertNever, type ChannelOutcome, type NetReply, type Random } from "sapa/plugin";
import type { GraphClient } from "#plugins/channel-whatsapp-cloud/outbound/graph-client.ts";
import { readOutcome } from "#plugins/channel-whatsapp-cloud/outbound/read-outcome.ts";
import { objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { fileName } from "./file-name.ts";
import { multipartBody } from "./multipart-body.ts";

/** Meta's id of an uploaded file, or what becomes of the message that needs it. */
export type UploadReply =
  | { readonly kind: "uploaded"; readonly id: string }
  | { readonly kind: "failed"; readonly outcome: ChannelOutcome };

interface UploadDeps {
  readonly client: GraphClient;
  readonly random: Random;
}

const retryAfterMs = 5_000;

/** Gives Meta a file. The message was not posted yet: whatever is unclear is tried again. */
export async function uploadFile(
  { client, random }: UploadDeps,
  mime: string,
  content: Uint8Array,
): Promise<UploadReply> {
  const boundary = Buffer.from(random.bytes(16)).toString("hex");
  const fields = { messaging_product: "whatsapp", type: mime };
  const file = { filename: fileName(mime), mime, content };
  const reply = await client.postMedia(multipartBody(boundary, fields, file));
  const id = idOf(reply);
  return id === undefined
    ? { kind: "failed", outcome: unsent(readOutcome(reply)) }
    : { kind: "uploaded", id };
}

function idOf(reply: NetReply): string | undefined {
  if (reply.kind !== "answer" || reply.status < 200 || reply.status >= 300) return undefined;
  const id = textOf(objectOf(readJson(reply.body))?.["id"]);
  return id === "" ? undefined : id;
}

/** An upload that may or may not have been taken is a message that certainly was not. */
function unsent(outcome: ChannelOutcome): ChannelOutcome {
  switch (outcome.kind) {
    case "unknown":
      return { kind: "retry", afterMs: retryAfterMs, error: outcome.error };
    case "accepted":
    case "retry":
    case "rejected":
    case "paused":
      return outcome;
    default:
      return assertNever(outcome, "unsent");
  }
}
