import type { StepNode } from "#core/flow/compile/flow-outline.ts";
import { asList, asMap } from "#core/flow/compile/raw.ts";
import type { DiagramKind, DiagramStep } from "./diagram.ts";

type StepWords = Pick<DiagramStep, "kind" | "caption" | "text" | "notes">;

/** Verb → what kind of step it is drawn as; all others are actions. */
const kinds: Readonly<Record<string, DiagramKind>> = {
  say: "message",
  send: "message",
  ask: "question",
  choose: "question",
  ai: "ai",
  converse: "ai",
  consent: "question",
  template: "template",
  wait: "wait",
  if: "branch",
  switch: "branch",
  try: "branch",
  each: "loop",
  handoff: "handoff",
  set: "value",
  note: "value",
  goto: "value",
  end: "end",
  call: "call",
};

/** What a step says or does, in a few words. */
export function describeStep(node: StepNode, value: unknown): StepWords {
  const verb = node.kind?.verb ?? "";
  const step = asMap(value) ?? {};
  const notes = [
    ...optionNotes(step),
    ...(step["when"] === undefined ? [] : [`only if ${plain(step["when"])}`]),
    ...limitNotes(verb, step),
    ...(step["extract"] !== undefined ? ["an AI reads the answer"] : []),
  ];
  return {
    kind: kinds[verb] ?? "action",
    caption: node.id === undefined ? verb : `${verb} · ${node.id}`,
    text: (wordsOf[verb] ?? keysOrValue)(step[verb], step),
    notes,
  };
}

type Words = (value: unknown, step: Readonly<Record<string, unknown>>) => string;

/** Verbs whose value is neither a text nor a plain word. */
const wordsOf: Readonly<Record<string, Words>> = {
  say: wording,
  ask: wording,
  choose: wording,
  handoff: wording,
  end: (value) => wording(asMap(value)?.["say"]),
  send: sendWords,
  template: (value) => plain(asMap(value)?.["name"]),
  set: (value) => pairs(value, " = ", "nothing"),
  each: (value, step) => `${plain(step["as"])} of ${plain(value)}`,
  switch: () => "which holds first?",
  try: () => "",
  ai: (value) => wording(asMap(value)?.["prompt"] ?? value),
  converse: (value) => wording(asMap(value)?.["goal"] ?? value),
  wait: (value) => pairs(value, " "),
};

function sendWords(value: unknown): string {
  const map = asMap(value) ?? {};
  return `${Object.keys(map)[0] ?? ""} ${wording(map["text"] ?? map["caption"])}`.trim();
}

/** `empty` stands for null. */
function pairs(value: unknown, between: string, empty = ""): string {
  const entries = Object.entries(asMap(value) ?? {});
  const words = (item: unknown) => (item === null ? empty : plain(item));
  return entries.map(([key, item]) => `${key}${between}${words(item)}`).join(", ");
}

/** The keys of a map, else the value itself. */
function keysOrValue(value: unknown): string {
  const map = asMap(value);
  return map === undefined ? plain(value) : Object.keys(map).join(", ");
}

function optionNotes(step: Readonly<Record<string, unknown>>): readonly string[] {
  const options = Object.values(asMap(step["options"]) ?? {});
  if (options.length === 0) return [];
  const titles = options.map((option) => wording(asMap(option)?.["title"] ?? option));
  const shown = titles.slice(0, 6).join(" · ");
  return [titles.length > 6 ? `${shown} · ${titles.length - 6} more` : shown];
}

/** A time limit that no arrow shows. */
function limitNotes(verb: string, step: Readonly<Record<string, unknown>>): readonly string[] {
  const timeout = plain(step["timeout"]);
  if (timeout === "" || step["on_timeout"] !== undefined) return [];
  const isQuestion = verb === "ask" || verb === "choose" || verb === "converse";
  return [isQuestion ? `ends after ${timeout} of silence` : `${timeout} at most`];
}

/** A text in the first of its languages, of several the first; values that are put in as ‹name›. */
function wording(value: unknown): string {
  if (Array.isArray(value)) return wording(asList(value)[0]);
  const map = asMap(value);
  if (map !== undefined) return wording(Object.values(map)[0]);
  return plain(value)
    .replaceAll(/\{\{\s*(?:default\(\s*([\w.]+)[^}]*|(.*?))\s*\}\}/g, "‹$1$2›")
    .replaceAll("**", "");
}

/** A plain value in one line. */
export function plain(value: unknown): string {
  const isPlain =
    typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain ? String(value).replaceAll(/\s+/g, " ").trim() : "";
}
