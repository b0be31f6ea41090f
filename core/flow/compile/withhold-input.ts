import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { InputCode } from "./action-input.ts";
import type { StepBuilder } from "./step-builder.ts";

/** Nothing sensitive may be in data that leaves; each value is told at its own place. */
export function withholdInput(
  code: InputCode,
  build: StepBuilder,
  message: (slot: string) => string,
  path: YamlPath = ["with"],
): void {
  if (code.kind === "list") {
    for (const [at, item] of code.items.entries()) {
      withholdInput(item, build, message, [...path, at]);
    }
  }
  if (code.kind === "map") {
    for (const [key, item] of code.entries) withholdInput(item, build, message, [...path, key]);
  }
  if (code.kind === "template") build.withhold(code.template.value.names, path, message);
}
