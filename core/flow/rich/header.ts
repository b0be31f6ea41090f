import type { LocalText } from "#core/flow/compile/local-text.ts";
import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import type { Header } from "#core/model/message-out.ts";
import { type CompiledMedia, compileMedia, renderSource } from "./media-source.ts";
import type { Rendering } from "./rendering.ts";
import { boundText } from "./report-rich.ts";
import { type HeaderInput, type MediaInput, mediaSchema } from "./rich-schemas.ts";

export type CompiledHeader =
  | { readonly kind: "text"; readonly text: LocalText }
  | { readonly kind: "media"; readonly media: CompiledMedia };

export function compileHeader(
  input: HeaderInput | undefined,
  build: StepBuilder,
): CompiledHeader | undefined {
  if (input === undefined) return undefined;
  const path = ["send", "header"];
  const file = typeof input === "string" ? undefined : readMedia(input);
  if (file !== undefined) return { kind: "media", media: compileMedia(path, file, build) };
  const text = typeof input === "string" || isTexts(input) ? input : "-";
  return { kind: "text", text: boundText(path, text, "headerChars", build) };
}

function readMedia(input: HeaderInput): MediaInput | undefined {
  const media = parseOnce(mediaSchema, input);
  return media.success ? media.data : undefined;
}

/** True for a map of locales. */
function isTexts(input: object): input is Readonly<Record<string, string>> {
  return Object.values(input).every((value) => typeof value === "string");
}

export function renderHeader(
  header: CompiledHeader | undefined,
  rendering: Rendering,
): Header | undefined {
  if (header === undefined) return undefined;
  if (header.kind === "text") {
    const text = rendering.line(header.text, "headerChars");
    return text === undefined ? undefined : { kind: "text", text };
  }
  const { kind, source, filename } = header.media;
  const isShown = kind === "image" || kind === "video" || kind === "document";
  return {
    kind: isShown ? kind : "image",
    source: renderSource(source, rendering),
    ...(filename === undefined ? {} : { filename: rendering.value(filename) }),
  };
}
