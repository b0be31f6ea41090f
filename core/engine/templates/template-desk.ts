import { BotError } from "#core/lib/bot-error.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { dayMs, later, type Millis } from "#core/lib/millis.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type {
  ChannelTemplates,
  NetworkTemplate,
  TemplateOutcome,
} from "#core/model/ports/channel-templates.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { SendError } from "#core/model/status.ts";
import type { TemplateDefinition, TemplateRecord } from "#core/model/template.ts";
import { isWork, keyOf, planTemplates, type TemplateLine } from "./plan-templates.ts";
import { syncBook } from "./sync-book.ts";
import type { TemplateBook } from "./template-book.ts";

export interface TemplateDeskDeps {
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly book: TemplateBook;
  readonly records: Pick<Records, "putTemplate" | "appendAudit">;
  readonly clock: Clock;
}

/** Whose templates, what is declared, and which of the network's may be deleted. */
export interface TemplateWish {
  /** Undefined: the only account with templates. */
  readonly account: string | undefined;
  readonly declared: readonly TemplateDefinition[];
  readonly deletes: readonly string[];
}

export interface TemplatePlan {
  readonly account: AccountId;
  readonly lines: readonly TemplateLine[];
  /** Stands for what is to be done: what differs by the time of doing it is not done. */
  readonly token: string;
}

/** What became of a line. `left`: not begun, because nothing would have come of it. */
export interface AppliedLine extends TemplateLine {
  readonly outcome: "done" | "failed" | "left" | "nothing";
  readonly error?: SendError;
}

/** Templates of networks as operators look at and change them. */
export interface TemplateDesk {
  /** What the network has; what was told before, if it cannot be asked. */
  list(account: string | undefined): Promise<{
    readonly account: AccountId;
    readonly templates: readonly TemplateRecord[];
    readonly error?: SendError;
  }>;
  /** Throws `TEMPLATE_NETWORK` if the network cannot be asked, `TEMPLATE_UNKNOWN` if it has not what is to be deleted. */
  plan(wish: TemplateWish): Promise<TemplatePlan>;
  /** Does what a plan says, and nothing if it is no longer the same: `TEMPLATE_PLAN_CHANGED`. */
  apply(wish: TemplateWish, token: string, who: string): Promise<readonly AppliedLine[]>;
}

interface Drawn extends TemplatePlan {
  readonly there: readonly NetworkTemplate[];
  readonly templates: ChannelTemplates;
}

export function createTemplateDesk(deps: TemplateDeskDeps): TemplateDesk {
  const { channels, book, records, clock } = deps;

  async function save(changed: readonly TemplateRecord[]): Promise<void> {
    await Promise.all(changed.map((record) => records.putTemplate(record)));
  }

  async function draw(wish: TemplateWish): Promise<Drawn> {
    const { account, templates } = chooseAccount(channels, wish.account);
    refuseDeclared(wish);
    const listing = await templates.list();
    if (listing.kind === "failed") throw networkError(listing.error);
    const now = clock.now();
    const there = listing.templates;
    await save(syncBook(book, account, there, templates.rules, now));
    const known = book.all(account);
    refuseUnknown(wish, known);
    const lines = planTemplates({ ...wish, there, records: known, rules: templates.rules, now });
    return { account, lines, token: tokenOf(wish, account, lines), there, templates };
  }

  return {
    async list(name) {
      const { account, templates } = chooseAccount(channels, name);
      const listing = await templates.list();
      if (listing.kind === "failed") {
        return { account, templates: book.all(account), error: listing.error };
      }
      await save(syncBook(book, account, listing.templates, templates.rules, clock.now()));
      return { account, templates: book.all(account) };
    },
    async plan(wish) {
      const { account, lines, token } = await draw(wish);
      return { account, lines, token };
    },
    async apply(wish, token, who) {
      const drawn = await draw(wish);
      if (drawn.token !== token) {
        throw new BotError("TEMPLATE_PLAN_CHANGED", "something else is to be done by now", {
          hint: "Look at it again: sapa template plan.",
        });
      }
      const applied: AppliedLine[] = [];
      let isOver = false;
      for (const line of drawn.lines) {
        if (!isWork(line) || isOver) {
          applied.push({ ...line, outcome: isWork(line) ? "left" : "nothing" });
          continue;
        }
        const outcome = await carryOut(line, wish, drawn);
        if (outcome.kind === "failed") {
          isOver = outcome.isWhole;
          applied.push({ ...line, outcome: "failed", error: outcome.error });
          continue;
        }
        applied.push({ ...line, outcome: "done" });
        const at = clock.now();
        await save([book.put(afterLine(line, outcome, drawn, book, wish, at))]);
        const { action, name, language } = line;
        const data = { account: drawn.account, action, name, language };
        await records.appendAudit({ at, who, what: "template.applied", data });
      }
      return applied;
    },
  };
}

function carryOut(
  line: TemplateLine,
  { declared }: TemplateWish,
  { templates, there }: Drawn,
): Promise<TemplateOutcome> {
  const definition = declared.find((item) => keyOf(item) === keyOf(line));
  const found = there.find((item) => keyOf(item) === keyOf(line));
  if (line.action === "delete" && found !== undefined) return templates.remove(found);
  if (definition === undefined) throw new Error(`nothing declares ${keyOf(line)}`);
  if (line.action === "create" || found === undefined) return templates.create(definition);
  return templates.edit(found.vendorId, definition, line.changes.includes("category"));
}

/** A template that may never have been told of. */
type Known = Omit<TemplateRecord, "status" | "statusAt"> &
  Partial<Pick<TemplateRecord, "status" | "statusAt">>;

/** What is known of a template once a line was carried out. */
function afterLine(
  line: TemplateLine,
  outcome: Extract<TemplateOutcome, { kind: "done" }>,
  { account, there }: Drawn,
  book: TemplateBook,
  { declared }: TemplateWish,
  at: Millis,
): TemplateRecord {
  const { name, language, action } = line;
  const before: Known = book.find(account, line) ?? { account, name, language, editedAt: [] };
  const { reason: _reason, untilAt: _until, deletedAt, ...rest } = before;
  if (action === "delete") return { ...rest, status: "deleted", statusAt: at, deletedAt: at };
  const found = there.find((item) => keyOf(item) === keyOf(line));
  const vendorId = outcome.vendorId ?? found?.vendorId;
  const category =
    outcome.category ?? declared.find((item) => keyOf(item) === keyOf(line))?.category;
  const known = {
    ...rest,
    status: outcome.status ?? "pending",
    statusAt: at,
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(category === undefined ? {} : { category }),
  };
  if (action === "create") return { ...known, createdAt: at };
  const edits = rest.editedAt.filter((edit) => edit > later(at, -keptEditsMs));
  const kept = deletedAt === undefined ? {} : { deletedAt };
  return { ...known, ...kept, editedAt: found?.status === "approved" ? [...edits, at] : edits };
}

/** How long edits are remembered: longer than any network counts them. */
const keptEditsMs = 90 * dayMs;

function chooseAccount(channels: TemplateDeskDeps["channels"], name: string | undefined) {
  const able = [...channels.values()].flatMap(({ account, templates }) =>
    templates === undefined ? [] : [{ account, templates }],
  );
  const chosen =
    name === undefined && able.length === 1
      ? able[0]
      : able.find(({ account }) => account === name);
  if (chosen !== undefined) return chosen;
  const names = able.map(({ account }) => account).join(" or ");
  throw new BotError(
    "TEMPLATE_ACCOUNT",
    name === undefined ? "it is not said whose templates" : `"${name}" has no templates`,
    { hint: names === "" ? "No channel of this bot has templates." : `Write --account ${names}.` },
  );
}

/** What a file declares is not deleted. */
function refuseDeclared({ declared, deletes }: TemplateWish): void {
  const name = deletes.find((each) => declared.some((definition) => definition.name === each));
  if (name === undefined) return;
  throw new BotError("TEMPLATE_DECLARED", `"${name}" is declared, and would be made again`, {
    hint: "Take its file, or the language in it, away first.",
  });
}

/** What the network never had cannot be deleted; what is gone already need not be. */
function refuseUnknown({ deletes }: TemplateWish, known: readonly TemplateRecord[]): void {
  const name = deletes.find((each) => known.every((record) => record.name !== each));
  if (name === undefined) return;
  const names = known.flatMap((record) => (record.status === "deleted" ? [] : [record.name]));
  const near = nearest(name, names);
  throw new BotError("TEMPLATE_UNKNOWN", `"${name}" is not at the network`, {
    hint: near === undefined ? "sapa template list tells what is." : `Did you mean "${near}"?`,
  });
}

function networkError(error: SendError): BotError {
  return new BotError("TEMPLATE_NETWORK", `${error.code}: ${error.meaning} (${error.title})`, {
    hint: error.action,
  });
}

function tokenOf(
  { declared }: TemplateWish,
  account: AccountId,
  lines: readonly TemplateLine[],
): string {
  const work = lines.filter(isWork).map(({ name, language, action, changes }) => {
    const definition = declared.find((item) => keyOf(item) === keyOf({ name, language }));
    return [name, language, action, changes, action === "delete" ? null : (definition ?? null)];
  });
  return sha256Hex(JSON.stringify([account, work]));
}
