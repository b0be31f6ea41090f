import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { parseDuration } from "#core/lib/duration.ts";
import type { Json } from "#core/lib/json.ts";
import type { WrittenMessage } from "./bot-line-schema.ts";
import type { ExpectedMessage, TestReceipt, TestStep } from "./flow-test.ts";
import { readAct } from "./read-act.ts";
import type { WrittenStep } from "./test-schema.ts";

type Written<Key extends string> = Extract<WrittenStep, { readonly [K in Key]: unknown }>[Key];

/** What a step says; it was checked. */
export function readStep(step: WrittenStep, source: YamlSource, path: YamlPath): TestStep {
  const at = (key: string) => source.at([...path, key], "key");
  if ("user" in step) {
    return { kind: "user", at: at("user"), acts: [step.user].flat().map(readAct) };
  }
  if ("bot" in step) return { at: at("bot"), ...readLine(step.bot, [...path, "bot"]) };
  if ("expect" in step) return { kind: "expect", at: at("expect"), state: step.expect };
  if ("after" in step) {
    return { kind: "after", at: at("after"), durationMs: readDuration(step.after) };
  }
  if ("redeliver" in step) return { kind: "redeliver", at: at("redeliver") };
  if ("event" in step) {
    const { event } = step;
    const { name, data = {} } = typeof event === "string" ? { name: event } : event;
    return { kind: "event", at: at("event"), name, data };
  }
  if ("status" in step) {
    return { kind: "status", at: at("status"), receipt: readReceipt(step.status) };
  }
  if ("crash" in step) return { kind: "crash", at: at("crash") };
  return assertNever(step, "readStep");
}

type Line = Extract<TestStep, { readonly kind: "bot" | "count" }>;
type WithoutPlace<Step> = Step extends unknown ? Omit<Step, "at"> : never;

function readLine(bot: Written<"bot">, path: YamlPath): WithoutPlace<Line> {
  if (typeof bot === "string") return { kind: "bot", message: { text: bot }, textPath: path };
  if ("count" in bot) return { kind: "count", count: bot.count };
  const textPath = bot.text === undefined ? undefined : [...path, "text"];
  return { kind: "bot", message: readMessage(bot), textPath };
}

function readDuration(text: string): number {
  const duration = parseDuration(text);
  return duration.kind === "ok" ? duration.value : 0;
}

function readReceipt(status: Written<"status">): TestReceipt {
  if (status === "delivered" || status === "read") return { kind: status };
  return { kind: "failed", code: status === "failed" ? undefined : status.failed };
}

/** What is more than words goes along under its own names. */
function readMessage(written: WrittenMessage): ExpectedMessage {
  const { text, contains, matches, options, template, values, ...rest } = written;
  const parts: Record<string, Json> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined) parts[key] = toJson(value);
  }
  return { text, contains, matches, options: options?.map(toJson), template, values, parts };
}

/** The same value as JSON: keys that are absent are left out. */
function toJson(value: Value): Json {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(toJson);
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, toJson(item)] as const],
  );
  return Object.fromEntries(entries);
}

type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

function isList(value: readonly Value[] | object): value is readonly Value[] {
  return Array.isArray(value);
}
