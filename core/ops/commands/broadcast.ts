import { z } from "zod";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import type { Broadcast, BroadcastState } from "#core/model/broadcast.ts";
import { headLine, planLines, statusLines } from "#core/ops/broadcast-lines.ts";
import { type Argument, type Command, defineCommand, nothing } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import type { Words } from "#core/ops/language.ts";

/** Broadcasts that are told of, the newest first. */
const shown = 10;
/** Among which one is looked for by its name. */
const remembered = 1_000;
const head: Words = { en: "broadcast", id: "siaran" };
const name: Argument = { name: "name", words: { en: "name", id: "nama" } };
const input = z.strictObject({ name: z.string().min(1).max(100) });

/** `/broadcast list`: those that were started, and the files that wait. */
export const broadcastList = defineCommand({
  id: "broadcast list",
  words: [head, { en: "list", id: "daftar" }],
  about: {
    en: "broadcasts, and files that wait to be one",
    id: "siaran, dan berkas yang menunggu",
  },
  role: "operator",
  args: [],
  input: nothing,
  async look(_, { broadcasts, language, say }) {
    const started = await broadcasts.list(shown);
    const names = started.map((item) => item.name);
    const waiting = broadcasts.files().filter((file) => !names.includes(file));
    const lines = [
      ...started.map((item) => headLine(item, language)),
      ...waiting.map((file) => say({ en: `${file} waits`, id: `${file} menunggu` })),
    ];
    const none = say({
      en: "There is none. A file broadcasts/NAME.yaml beside bot.yaml makes one.",
      id: "Belum ada. Buat berkas broadcasts/NAMA.yaml di samping bot.yaml.",
    });
    return { text: lines.length === 0 ? none : lines.join("\n") };
  },
});

/** `/broadcast plan`: who would get it, who not and why, and the most that it costs; sends nothing. */
export const broadcastPlan = defineCommand({
  id: "broadcast plan",
  words: [head, { en: "plan", id: "rencana" }],
  about: { en: "who would get it, and what it costs", id: "siapa yang mendapat, dan biayanya" },
  role: "operator",
  args: [name],
  input,
  async look({ name: wanted }, context) {
    const source = context.broadcasts.read(wanted);
    if (source === undefined) return { text: noFile(wanted, context) };
    const plan = await context.broadcasts.plan(source);
    return { text: planLines(plan, context.language).join("\n") };
  },
});

/** `/broadcast start`: the file as it was when it was planned. */
export const broadcastStart = defineCommand({
  id: "broadcast start",
  words: [head, { en: "start", id: "mulai" }],
  about: { en: "send it, once", id: "kirim, sekali saja" },
  role: "admin",
  args: [name],
  input: input.extend({ file: z.string().default(""), text: z.string().default("") }),
  async plan({ name: wanted }, context) {
    const { broadcasts, language, say } = context;
    const source = broadcasts.read(wanted);
    if (source === undefined) return { kind: "refused", text: noFile(wanted, context) };
    const known = await findStarted(source, context);
    if (known !== undefined) return { kind: "refused", text: headLine(known, language) };
    const plan = await broadcasts.plan(source);
    const lines = planLines(plan, language);
    if (plan.messages === 0) return { kind: "refused", text: lines.join("\n") };
    const ask = say({ en: `Send ${wanted}:`, id: `Kirim ${wanted}:` });
    const { file, text } = source;
    return { kind: "plan", text: [ask, ...lines].join("\n"), input: { name: wanted, file, text } };
  },
  async change({ file, text: source }, context) {
    const { broadcasts, language } = context;
    const broadcast = await startOnce({ file, text: source }, context);
    const status = await broadcasts.status(broadcast.name);
    return {
      text: statusLines(status, language).join("\n"),
      undoBy: { command: "broadcast stop", input: { name: broadcast.name } },
      data: { broadcast: broadcast.name },
    };
  },
});

/** A turn that dies is handled again: what it has started by then was started by it. */
async function startOnce(source: FlowSource, context: CommandContext): Promise<Broadcast> {
  const { broadcasts, caller } = context;
  const known = await findStarted(source, context);
  if (known?.by === caller.name) return known;
  return await broadcasts.start(source, caller.name);
}

/** The broadcast of a file's name; undefined: it was never started. */
async function findStarted(
  source: FlowSource,
  { broadcasts }: CommandContext,
): Promise<Broadcast | undefined> {
  const wanted = broadcasts.nameOf(source);
  return (await broadcasts.list(remembered)).find((item) => item.name === wanted);
}

/** `/broadcast status`: its audience by its fate. */
export const broadcastStatus = defineCommand({
  id: "broadcast status",
  words: [head, { en: "status", id: "status" }],
  about: { en: "how far one is", id: "sejauh mana siaran berjalan" },
  role: "operator",
  args: [name],
  input,
  async look({ name: wanted }, context) {
    const { broadcasts, language } = context;
    const unknown = await findUnknown(wanted, context);
    if (unknown !== undefined) return { text: unknown };
    return { text: statusLines(await broadcasts.status(wanted), language).join("\n") };
  },
});

export const broadcastPause = defineMove("pause", {
  word: { en: "pause", id: "jeda" },
  about: { en: "let one wait", id: "tunda siaran" },
  to: "paused",
  undo: "broadcast resume",
});

export const broadcastResume = defineMove("resume", {
  word: { en: "resume", id: "lanjut" },
  about: { en: "let one go on", id: "lanjutkan siaran" },
  to: "running",
  undo: "broadcast pause",
});

/** For ever: it has no undo. */
export const broadcastStop = defineMove("stop", {
  word: { en: "stop", id: "henti" },
  about: { en: "end one for ever", id: "hentikan siaran untuk selamanya" },
  to: "stopped",
});

function defineMove(
  verb: "pause" | "resume" | "stop",
  move: {
    readonly word: Words;
    readonly about: Words;
    readonly to: BroadcastState;
    readonly undo?: string;
  },
): Command {
  const { word, about, to, undo } = move;
  return defineCommand({
    id: `broadcast ${verb}`,
    words: [head, word],
    about,
    role: "operator",
    args: [name],
    input,
    async plan({ name: wanted }, context) {
      const { broadcasts, language, say } = context;
      const unknown = await findUnknown(wanted, context);
      if (unknown !== undefined) return { kind: "refused", text: unknown };
      const status = await broadcasts.status(wanted);
      const lines = statusLines(status, language);
      const isOver = ["stopped", "done", to].includes(status.broadcast.state);
      if (isOver) return { kind: "refused", text: lines.join("\n") };
      const ask = say({ en: `Shall it ${word.en}?`, id: `Siaran di-${word.id}?` });
      return { kind: "plan", text: [...lines, ask].join("\n"), input: { name: wanted } };
    },
    async change({ name: wanted }, { broadcasts, caller, language }) {
      const before = await broadcasts.status(wanted);
      if (before.broadcast.state !== to) await broadcasts[verb](wanted, caller.name);
      const status = await broadcasts.status(wanted);
      return {
        text: statusLines(status, language).join("\n"),
        ...(undo === undefined ? {} : { undoBy: { command: undo, input: { name: wanted } } }),
        data: { broadcast: wanted },
      };
    },
  });
}

/** What is said of a name that no broadcast was started under; undefined: one was. */
async function findUnknown(
  wanted: string,
  { broadcasts, say }: CommandContext,
): Promise<string | undefined> {
  const names = (await broadcasts.list(remembered)).map((item) => item.name);
  if (names.includes(wanted)) return undefined;
  const there = names.length === 0 ? "-" : names.slice(0, shown).join(", ");
  return say({
    en: `No broadcast ${wanted} was started. There are: ${there}`,
    id: `Siaran ${wanted} belum pernah dimulai. Yang ada: ${there}`,
  });
}

function noFile(wanted: string, { broadcasts, say }: CommandContext): string {
  const files = broadcasts.files();
  const there = files.length === 0 ? "-" : files.join(", ");
  return say({
    en: `There is no broadcasts/${wanted}.yaml. There are: ${there}`,
    id: `Tidak ada broadcasts/${wanted}.yaml. Yang ada: ${there}`,
  });
}
