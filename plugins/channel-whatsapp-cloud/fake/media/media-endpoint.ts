import { type Answer, ok, refuse, succeeded } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import {
  type GraphError,
  unknownObject,
} from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { GraphRequest } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import { bareMime, maxUploadBytes, uploadMimes } from "./media-kinds.ts";
import type { MediaStore, StoredFile } from "./media-store.ts";
import { type FormPart, readMultipart } from "./read-multipart.ts";
import { fitsMime, sniffMedia } from "./sniff-media.ts";

/** `POST /{phone number}/media`: keeps a file for thirty days. */
export function uploadMedia(store: MediaStore, request: GraphRequest): Answer {
  const { body, contentType } = request;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const parts = readMultipart(bytes, contentType);
  if (parts === undefined) return refuse(required("file"));
  const field = (name: string) => parts.find((part) => part.name === name);
  if (textOfPart(field("messaging_product")) !== "whatsapp") {
    return refuse(required("messaging_product"));
  }
  const file = field("file");
  if (file === undefined) return refuse(required("file"));
  const mime = textOfPart(field("type")) ?? file.mime ?? "";
  const refusal = checkUpload(file, mime);
  return refusal === undefined
    ? ok({ id: store.keepUpload(file.content, mime).id })
    : refuse(refusal);
}

/** `GET /{media}`: where the file can be fetched, and what it is. */
export function lookUpMedia(
  store: MediaStore,
  file: StoredFile,
  phoneNumberId: string,
  query: URLSearchParams,
  origin: string,
): Answer {
  const owner = query.get("phone_number_id");
  if (owner !== null && owner !== phoneNumberId) return refuse(unknownObject(file.id));
  return ok({
    messaging_product: "whatsapp",
    url: store.address(file, origin),
    mime_type: file.mime,
    sha256: file.sha256,
    file_size: String(file.content.length),
    id: file.id,
  });
}

/** `DELETE /{media}`. */
export function deleteMedia(store: MediaStore, file: StoredFile): Answer {
  store.remove(file.id);
  return succeeded;
}

/** The file itself, by the address that a look-up gave; absent once that has expired. */
export function downloadMedia(store: MediaStore, query: URLSearchParams): Answer {
  const file = store.open(query);
  return file === undefined
    ? { kind: "absent" }
    : { kind: "file", mime: file.mime, content: file.content };
}

function checkUpload(file: FormPart, mime: string): GraphError | undefined {
  const bare = bareMime(mime);
  const sniffed = sniffMedia(file.content);
  const maxBytes = maxUploadBytes(bare, sniffed?.isAnimated ?? false);
  if (maxBytes === undefined) {
    const details = `Param file must be a file with one of the following types: ${uploadMimes.join(", ")}. Received file of type '${bare}'.`;
    return { code: 100, details };
  }
  if (file.content.length === 0) return { code: 131053, details: "The file is empty." };
  if (file.content.length > maxBytes) {
    const details = `Media of type ${bare} is ${file.content.length} bytes; the greatest size is ${maxBytes}.`;
    return { code: 131053, details };
  }
  const isOther =
    (sniffed !== undefined && !fitsMime(sniffed, bare)) ||
    (file.mime !== undefined && bareMime(file.mime) !== bare);
  if (!isOther) return undefined;
  return { code: 131053, details: `The file is not of the type ${bare} that it is said to be.` };
}

function required(what: string): GraphError {
  return { code: 100, details: `The parameter ${what} is required.` };
}

function textOfPart(part: FormPart | undefined): string | undefined {
  return part === undefined ? undefined : new TextDecoder().decode(part.content);
}
