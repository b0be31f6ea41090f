import { BotError } from "#core/lib/bot-error.ts";
import { type Json, toJson } from "#core/lib/json.ts";
import { later, type Millis, minuteMs } from "#core/lib/millis.ts";
import type { OpsChange, PendingCommand } from "#core/model/ops.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Confirmed } from "./audited.ts";
import type { Command } from "./command.ts";
import { commandTable, confirmId, dropId } from "./command-table.ts";
import type { Caller, CommandContext, OpsParts } from "./context.ts";
import { findCommand } from "./find-command.ts";
import type { Language } from "./language.ts";
import { type CommandLine, parseLine } from "./parse-line.ts";
import { type InputReading, readInput } from "./read-input.ts";
import { hasRole } from "./role.ts";
import { type OpsTexts, opsTexts } from "./texts.ts";
import { usageOf } from "./usage.ts";

/** How long a command waits for its code. */
const codeLastsMs = 5 * minuteMs;
/** Wrong codes after which it waits no more: a code has four digits. */
const maxMisses = 3;

export interface OpsDeps extends OpsParts {
  readonly random: Random;
}

/** What came of a line. `change` is to be written together with the answer. */
export interface LineAnswer {
  readonly text: string;
  readonly change?: OpsChange;
  /** The command waits for this code. */
  readonly code?: string;
  /** What it would do, where it waits. */
  readonly plan?: string;
  /** False: nothing was done, for the reason that the text tells. */
  readonly isDone: boolean;
}

interface Running {
  readonly deps: OpsDeps;
  readonly caller: Caller;
  readonly at: Millis;
  readonly command: Command;
  readonly language: Language;
}

/**
 * Does what a command asks for, or says why not: what changes something is told first, and done when its
 * code comes. Everybody's commands come through here. Expected refusals are answers; what fails by the
 * way is one too, unless it can be tried again later.
 */
export async function runLine(
  deps: OpsDeps,
  caller: Caller,
  text: string,
  at: Millis,
): Promise<LineAnswer> {
  const reading = parseLine(text);
  const texts = opsTexts(caller.language);
  if (reading.kind === "open-quote") return refused(texts.openQuote);
  const { line } = reading;
  const found = findCommand(line.words, commandTable, caller.language);
  if (found.kind === "unknown") return refused(texts.unknown(line.words[0] ?? "", found.near));
  const { command, rest, language } = found;
  const running: Running = { deps, caller, at, command, language };
  if (!hasRole(caller.role, command.role)) return refuseRole(running);
  try {
    return await run(running, { words: rest, named: line.named });
  } catch (error) {
    if (!(error instanceof BotError) || error.retry === "later") throw error;
    return refused([error.message, ...(error.hint === undefined ? [] : [error.hint])].join("\n"));
  }
}

function refused(text: string): LineAnswer {
  return { text, isDone: false };
}

function refuseRole({ caller, at, command, language }: Running): LineAnswer {
  const data = { command: command.id, via: caller.via, role: caller.role };
  return {
    ...refused(opsTexts(language).needsRole(command.role, caller.role)),
    change: { audit: [{ at, who: caller.name, what: "command.refused", data }] },
  };
}

async function run(running: Running, line: CommandLine): Promise<LineAnswer> {
  const { caller, command, language } = running;
  const reading = readInput(command, line, language);
  const texts = opsTexts(language);
  if (reading.kind !== "ok") return refused(wrongUse(reading, texts, usageOf(command, language)));
  const { input } = reading;
  if (command.id === confirmId) return await confirm(running, input["code"] ?? "");
  if (command.id === dropId) return await drop(running);
  const problem = command.findProblem(input);
  if (problem !== undefined) return refused(`${problem}\n${usageOf(command, language)}`);
  const context = contextOf(running, "");
  if (command.look === undefined) return await ask(running, context, input);
  const { text, data } = await command.look(input, context);
  if (data === undefined) return { text, isDone: true };
  const audited = { command: command.id, via: caller.via, ...data };
  const entry = { at: running.at, who: caller.name, what: "command.looked", data: audited };
  return { text, isDone: true, change: { audit: [entry] } };
}

function wrongUse(
  reading: Exclude<InputReading, { readonly kind: "ok" }>,
  texts: OpsTexts,
  usage: string,
): string {
  if (reading.kind === "missing") return texts.missing(reading.names, usage);
  if (reading.kind === "unknown") return texts.noArgument(reading.name, reading.near, usage);
  return texts.tooMany(reading.word, usage);
}

/** Tells what would be done, and keeps it until its code comes. */
async function ask(running: Running, context: CommandContext, input: Json): Promise<LineAnswer> {
  const { deps, caller, at, command, language } = running;
  const planned = await command.plan?.(input, context);
  if (planned === undefined || planned.kind === "refused") return refused(planned?.text ?? "");
  const code = String(Math.floor(deps.random.fraction() * 10_000)).padStart(4, "0");
  const pending: PendingCommand = {
    owner: caller.owner,
    code,
    command: command.id,
    input: planned.input,
    askedAt: at,
    expiresAt: later(at, codeLastsMs),
    misses: 0,
  };
  const plan = planned.text;
  const confirm = opsTexts(language).confirm[caller.via];
  const text = `${plan}\n${confirm(code, codeLastsMs / minuteMs)}`;
  return { text, code, plan, isDone: true, change: { audit: [], ask: pending } };
}

async function confirm(running: Running, code: string): Promise<LineAnswer> {
  const { deps, caller, at, language } = running;
  const texts = opsTexts(language);
  const pending = await deps.records.pendingCommand(caller.owner);
  if (pending === undefined) return refused(texts.nothingPending);
  const settle = { owner: pending.owner, code: pending.code };
  if (at > pending.expiresAt) {
    return { ...refused(texts.expired), change: { audit: [], settle } };
  }
  if (pending.code !== code) return missCode(running, pending);
  const command = commandTable.find(({ id }) => id === pending.command);
  if (command?.change === undefined) return refused(texts.nothingPending);
  const asked: Running = { ...running, command };
  if (!hasRole(caller.role, command.role)) return refuseRole(asked);
  const ref = `${pending.askedAt}-${code}`;
  const changed = await command.change(pending.input, contextOf(asked, ref));
  const { settings = [], undo, undoBy, data } = changed;
  const line: Confirmed = {
    ...data,
    command: command.id,
    via: caller.via,
    role: command.role,
    ref,
    ...(settings.length === 0 ? {} : { settings: [...settings] }),
    ...(undo === undefined ? {} : { undo: [...undo] }),
    ...(undoBy === undefined ? {} : { undoBy }),
  };
  const entry = { at, who: caller.name, what: "command.confirmed", data: toJson(line) };
  const writes = settings.map(({ key, value }) => ({ key, value, by: caller.name, at }));
  return { text: changed.text, isDone: true, change: { audit: [entry], settings: writes, settle } };
}

/** A code that is not the one of what waits: it may have been mistyped, and is not for guessing. */
function missCode({ caller, at, language }: Running, pending: PendingCommand): LineAnswer {
  const texts = opsTexts(language);
  const { owner, code, command } = pending;
  const misses = pending.misses + 1;
  if (misses < maxMisses) {
    return { ...refused(texts.wrongCode), change: { audit: [], ask: { ...pending, misses } } };
  }
  const data = { command, via: caller.via, misses };
  const entry = { at, who: caller.name, what: "command.dropped", data };
  return {
    ...refused(texts.tooManyCodes),
    change: { audit: [entry], settle: { owner, code } },
  };
}

async function drop({ deps, caller, language }: Running): Promise<LineAnswer> {
  const texts = opsTexts(language);
  const pending = await deps.records.pendingCommand(caller.owner);
  if (pending === undefined) return refused(texts.nothingPending);
  const { owner, code } = pending;
  return { text: texts.dropped, isDone: true, change: { audit: [], settle: { owner, code } } };
}

function contextOf({ deps, caller, at, language }: Running, key: string): CommandContext {
  return { ...deps, caller, at, key, language, say: (words) => words[language] };
}
