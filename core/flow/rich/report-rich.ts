import type { LocalText } from "#core/flow/compile/local-text.ts";
import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import { worstLength } from "#core/flow/compile/worst-length.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { TextInput } from "#core/flow/schema/text-schema.ts";
import { isCarried, type RichNeed } from "./is-carried.ts";
import { type RichLimit, roomOf } from "./room.ts";

/** Reports a message that no channel of the bot carries, or not all of them. */
export function reportCarried(need: RichNeed, path: YamlPath, build: StepBuilder): void {
  const { channels } = build.catalog;
  const without = channels.filter((channel) => !isCarried(need, channel.capabilities));
  if (without.length === 0) return;
  const isNowhere = without.length === channels.length;
  const names = without.map((channel) => `"${channel.account}"`).join(", ");
  build.report({
    code: "FLOW_KIND_NOT_CARRIED",
    severity: isNowhere ? "error" : "warning",
    path,
    part: "key",
    message: isNowhere
      ? "no channel of the bot carries this"
      : `${names} cannot carry this: the step is passed over there`,
  });
}

/** Compiles a text that has room for so many characters; more is cut, so it is refused here. */
export function boundText(
  path: YamlPath,
  input: TextInput,
  limit: RichLimit,
  build: StepBuilder,
): LocalText {
  const text = build.text(path, input);
  const maxChars = leastRoom(limit, build);
  const isBody = limit === "bodyChars";
  const wordings =
    text.byLocale.size === 0 ? [[undefined, text.first] as const] : [...text.byLocale];
  for (const [locale, wording] of wordings) {
    const length = worstLength(wording.template.value, (name) => build.slot(name));
    if (length <= maxChars) continue;
    build.report({
      code: isBody ? "FLOW_TEXT_SPLIT" : "FLOW_CHANNEL_LIMIT",
      severity: isBody ? "warning" : "error",
      path: locale === undefined ? path : [...path, locale],
      message: isBody
        ? `up to ${length} characters: ${maxChars} stand here, the rest goes ahead`
        : `up to ${length} characters, ${maxChars} are shown`,
    });
  }
  return text;
}

/** Reports a list that is longer than some channel shows. */
export function reportCount(
  path: YamlPath,
  count: number,
  limit: RichLimit,
  build: StepBuilder,
): void {
  const most = leastRoom(limit, build);
  if (count <= most) return;
  const message = `${count} of them: a message holds ${most}`;
  build.report({ code: "FLOW_CHANNEL_LIMIT", path, part: "key", message });
}

/** What the narrowest channel of the bot shows; without one that says so, there is no bound. */
function leastRoom(limit: RichLimit, build: StepBuilder): number {
  const { channels } = build.catalog;
  return Math.min(...channels.flatMap(({ capabilities }) => roomOf(limit, capabilities) ?? []));
}
