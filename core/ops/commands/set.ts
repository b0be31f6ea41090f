import { z } from "zod";
import { nearest } from "#core/lib/nearest.ts";
import type { SettingWrite } from "#core/model/ops.ts";
import { defineCommand, nothing } from "#core/ops/command.ts";
import type { CommandContext } from "#core/ops/context.ts";
import { dayText } from "#core/ops/moment-text.ts";

/** What takes a command's value away again. */
const defaults: readonly string[] = ["default", "bawaan"];

/** `/set limits.contact=30/min`: over bot.yaml, which is not written. */
export const set = defineCommand({
  id: "set",
  words: [{ en: "set", id: "atur" }],
  about: {
    en: "change a setting (=default takes it back)",
    id: "ubah pengaturan (=bawaan mengembalikannya)",
  },
  role: "admin",
  args: [],
  pairs: "limits.contact=30/min",
  input: z.record(z.string(), z.string()),
  plan(input, context) {
    const { settings, say } = context;
    const problems = Object.entries(input).flatMap(
      ([key, value]) => findProblem(key, value, context) ?? [],
    );
    if (Object.keys(input).length === 0) {
      const keys = settings.keys.join(", ");
      problems.push(
        say({ en: `Say which setting: ${keys}`, id: `Sebutkan pengaturannya: ${keys}` }),
      );
    }
    if (problems.length > 0) {
      return Promise.resolve({ kind: "refused", text: problems.join("\n") });
    }
    const lines = Object.entries(input).map(([key, value]) => {
      const before = settings.current(key)?.value ?? "";
      return `${key}: ${before} → ${value}`;
    });
    return Promise.resolve({ kind: "plan", text: lines.join("\n"), input });
  },
  change(input, { settings, say }) {
    const writes = Object.entries(input).map(([key, value]): SettingWrite => {
      return defaults.includes(value.toLowerCase()) ? { key } : { key, value };
    });
    const undo = writes.map(({ key }): SettingWrite => {
      const before = settings.current(key)?.override?.value;
      return before === undefined ? { key } : { key, value: before };
    });
    const lines = Object.entries(input).map(([key, value]) => `${key} = ${value}`);
    const text = say({ en: "Set, from now on:", id: "Diatur, mulai sekarang:" });
    return Promise.resolve({ text: [text, ...lines].join("\n"), settings: writes, undo });
  },
});

function findProblem(
  key: string,
  value: string,
  { settings, say }: CommandContext,
): string | undefined {
  if (!settings.keys.includes(key)) {
    const near = nearest(key, settings.keys);
    const keys = settings.keys.join(", ");
    return near === undefined
      ? say({
          en: `No setting "${key}". There are: ${keys}`,
          id: `Tidak ada pengaturan "${key}". Yang ada: ${keys}`,
        })
      : say({
          en: `No setting "${key}". Did you mean ${near}?`,
          id: `Tidak ada pengaturan "${key}". Maksudnya ${near}?`,
        });
  }
  if (defaults.includes(value.toLowerCase())) return undefined;
  const problem = settings.findProblem(key, value);
  if (problem === undefined) return undefined;
  const example = settings.current(key)?.value ?? "";
  return say({
    en: `${key}: ${problem}`,
    id: `${key}: "${value}" tidak cocok; tulis seperti ${example}`,
  });
}

/** `/settings`: what counts, and where it came from. */
export const settings = defineCommand({
  id: "settings",
  words: [{ en: "settings", id: "pengaturan" }],
  about: { en: "what can be set, and what counts", id: "apa yang bisa diatur, dan yang berlaku" },
  role: "viewer",
  args: [],
  input: nothing,
  look(_, { settings: desk, timeZone, say }) {
    const lines = desk.keys.flatMap((key) => {
      const current = desk.current(key);
      if (current === undefined) return [];
      const { value, override } = current;
      if (override === undefined) return [`${key} = ${value} (bot.yaml)`];
      const { by, at } = override;
      const moment = dayText(at, timeZone);
      return [`${key} = ${value} (${say({ en: `set by ${by}`, id: `diatur ${by}` })}, ${moment})`];
    });
    return Promise.resolve({ text: lines.join("\n") });
  },
});
