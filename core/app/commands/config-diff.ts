import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { listConfig, textOf } from "#core/app/config/list-config.ts";
import { needConfig } from "#core/app/config/need-config.ts";
import { readData, readKeptConfig } from "#core/app/config/read-data.ts";
import { type CountOutdated, tellConsequences } from "#core/app/config/tell-consequences.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import { printLine } from "#core/app/print.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { ContactId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import { type Consents, isCovered } from "#core/model/consent.ts";
import type { SettingOverride } from "#core/model/ops.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ConfigFlags } from "./config-print.ts";

/** People that one read of the store gives. */
const pageSize = 500;

interface Change {
  readonly key: string;
  readonly from: Json | undefined;
  readonly to: Json | undefined;
}

interface Other {
  readonly name: string;
  readonly text: string;
}

/** What the data folder says: settings by command, what it was started with, and what people said yes to. */
interface Data {
  readonly overrides: readonly SettingOverride[];
  readonly kept: string | undefined;
  readonly consents: readonly Consents[];
}

/**
 * `sapa config diff`: what bot.yaml changes against what the bot runs on, or was started with last, or against a
 * file or a revision of git, and what that brings about. 0 if nothing differs, 1 if something does.
 */
export async function configDiffCommand(
  botFolder: string | undefined,
  flags: ConfigFlags,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const host = await openDataHost(folder.folder, flags);
  const data = await readData(host, readAll);
  const other = findOther(folder.folder, flags.against, data?.kept);
  const after = needConfig(folder.bot.file, folder.bot.text);
  const before = needConfig(other.name, other.text);
  const changes = compare(
    listConfig(before.source, host.variables, []),
    listConfig(after.source, host.variables, []),
  );
  const consequences = tellConsequences(before.config, after.config, counter(data));
  const overrides = data?.overrides ?? [];
  if (flags.json === true) {
    const answer = { against: other.name, changes, consequences, set_by_command: overrides };
    printLine(JSON.stringify(answer, undefined, 2));
  } else {
    tell(other.name, changes, consequences, overrides);
  }
  return changes.length === 0 ? 0 : 1;
}

function tell(
  against: string,
  changes: readonly Change[],
  consequences: readonly string[],
  overrides: readonly SettingOverride[],
): void {
  if (changes.length === 0) printLine(`nothing differs from ${against}`);
  for (const { key, from, to } of changes) {
    if (from !== undefined) printLine(`- ${key} = ${textOf(from)}`);
    if (to !== undefined) printLine(`+ ${key} = ${textOf(to)}`);
  }
  for (const line of consequences) printLine(`! ${line}`);
  for (const { key, value, by } of overrides) {
    printLine(`! ${key} is ${value} by a command of ${by}, whatever bot.yaml says: sapa ops undo`);
  }
}

function compare(
  before: ReturnType<typeof listConfig>,
  after: ReturnType<typeof listConfig>,
): readonly Change[] {
  const old = new Map(before.map(({ key, value }) => [key, value]));
  const now = new Map(after.map(({ key, value }) => [key, value]));
  const same = (key: string) => JSON.stringify(old.get(key)) === JSON.stringify(now.get(key));
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => !same(key))
    .map((key) => ({ key, from: old.get(key), to: now.get(key) }));
}

function findOther(folder: string, against: string | undefined, kept: string | undefined): Other {
  if (against === undefined) {
    if (kept !== undefined) return { name: "the last start", text: kept };
    throw new BotError("USE_WRONG", "the bot was never started on this data folder", {
      hint: "Say what to compare with: --against with a file or a revision of git, such as HEAD.",
    });
  }
  if (existsSync(against)) return { name: against, text: readFileSync(against, "utf8") };
  try {
    const text = execFileSync("git", ["show", `${against}:./bot.yaml`], {
      cwd: join(folder),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    return { name: `${against}:bot.yaml`, text };
  } catch (error) {
    throw new BotError("USE_WRONG", `${against} is no file, and git knows no bot.yaml of it`, {
      hint: "Name a file, or a revision of the repository that the bot's folder lies in.",
      cause: error,
    });
  }
}

async function readAll(records: Records): Promise<Data> {
  const kept = await readKeptConfig(records);
  const consents: Consents[] = [];
  let after: ContactId | undefined;
  for (;;) {
    const page = await records.contacts(after, pageSize);
    consents.push(...page.map((contact) => contact.consents ?? {}));
    if (page.length < pageSize) break;
    after = page.at(-1)?.id;
  }
  return { overrides: await records.settingOverrides(), kept: kept?.text, consents };
}

function counter(data: Data | undefined): CountOutdated {
  if (data === undefined) return () => undefined;
  return (purpose, needs) =>
    data.consents.filter((consents) => {
      const state = consents[purpose];
      return state?.answer === "yes" && !isCovered(state.covers, needs);
    }).length;
}
