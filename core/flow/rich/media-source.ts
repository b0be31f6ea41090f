import { mediaKinds } from "#core/flow/compile/message-types.ts";
import type { Placed } from "#core/flow/compile/placed.ts";
import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { MediaKind, MediaSource } from "#core/model/message-out.ts";
import type { Rendering } from "./rendering.ts";
import type { MediaInput, SourceInput } from "./rich-schemas.ts";

/** Where a file comes from, once compiled. */
export interface CompiledSource {
  readonly kind: "link" | "id";
  readonly text: Placed<Template>;
}

export interface CompiledMedia {
  readonly kind: MediaKind;
  readonly source: CompiledSource;
  readonly filename: Placed<Template> | undefined;
  readonly voice: boolean | undefined;
}

/** Compiles the file that the keys of a map name; `path` leads to the map. */
export function compileMedia(path: YamlPath, input: MediaInput, build: StepBuilder): CompiledMedia {
  const kind = mediaKindOf(input);
  const source = input[kind];
  return {
    kind,
    // The schema wants one of the kinds; the dash is for the type alone.
    source: compileSource([...path, kind], source ?? "-", build),
    filename:
      input.filename === undefined
        ? undefined
        : build.template([...path, "filename"], input.filename),
    voice: input.voice,
  };
}

export function mediaKindOf(input: MediaInput): MediaKind {
  return mediaKinds.find((kind) => input[kind] !== undefined) ?? "image";
}

function compileSource(path: YamlPath, input: SourceInput, build: StepBuilder): CompiledSource {
  if (typeof input !== "string") {
    return { kind: "id", text: build.template([...path, "id"], input.id) };
  }
  reportLink(path, input, build);
  return { kind: "link", text: build.template(path, input) };
}

/** Where it is written out, the form of a link can be seen before the run. */
function reportLink(path: YamlPath, link: string, build: StepBuilder): void {
  const trimmed = link.trim();
  if (trimmed.startsWith("{{") || /^https:\/\/[^\s/]/.test(trimmed)) return;
  const isFile = !/^[a-z][a-z0-9+.-]*:/i.test(trimmed);
  build.report({
    code: isFile ? "FLOW_NOT_YET" : "FLOW_VALUE_FORMAT",
    path,
    message: isFile
      ? "a file of the bot's folder is not available in this version"
      : "the network fetches files from addresses that begin with https://",
    hint: isFile ? "give an https:// address, or { id: … }" : "write https://…",
  });
}

export function renderSource({ kind, text }: CompiledSource, rendering: Rendering): MediaSource {
  return kind === "id" ? { id: rendering.value(text) } : { link: rendering.address(text, true) };
}
