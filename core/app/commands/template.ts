import { z } from "zod";
import { openTemplateAsk, type TemplateAsk } from "#core/app/ask-templates.ts";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { isConfirmed } from "#core/app/confirm.ts";
import {
  templateApplySchema,
  templateListSchema,
  templatePlanSchema,
} from "#core/app/control/template-verbs.ts";
import { describeApplied, describePlan, describeTemplates } from "#core/app/describe-templates.ts";
import { type HostFlags, openHost } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openBot } from "#core/app/open-bot.ts";
import { printError, printLine } from "#core/app/print.ts";
import { isWork } from "#core/engine/templates/plan-templates.ts";

export interface TemplateFlags extends HostFlags {
  readonly bot?: string | undefined;
  readonly account?: string | undefined;
  readonly json?: boolean | undefined;
}

export interface PlanFlags extends TemplateFlags {
  /** Names that may be deleted at the network. */
  readonly delete?: readonly string[] | undefined;
}

export interface ApplyFlags extends PlanFlags {
  readonly yes?: boolean | undefined;
}

/** `sapa template list`: what the network has; 1 if it cannot be asked, and what was told before is shown. */
export async function templateListCommand(flags: TemplateFlags): Promise<number> {
  return await atDesk(flags, async ({ ask }) => {
    const list = templateListSchema.parse(await ask("template.list", accountOf(flags)));
    if (flags.json === true) printLine(JSON.stringify(list, undefined, 2));
    else describeTemplates(list.templates).forEach((line) => printLine(line));
    const { error } = list;
    if (error === undefined) return 0;
    printError(`not asked anew: ${error.meaning} ${error.action}`);
    return 1;
  });
}

/** `sapa template plan`: what apply would do; changes nothing. 1 if something cannot be done now. */
export async function templatePlanCommand(flags: PlanFlags): Promise<number> {
  return await atDesk(flags, async ({ ask, bot }) => {
    const plan = templatePlanSchema.parse(await ask("template.plan", wishOf(bot, flags)));
    if (flags.json === true) printLine(JSON.stringify(plan, undefined, 2));
    else describePlan(plan.lines).forEach((line) => printLine(line));
    return plan.lines.some(({ action }) => action === "blocked") ? 1 : 0;
  });
}

/**
 * `sapa template apply`: makes, changes and, where named, deletes what the plan says, once a person has
 * said yes to it. 0 if everything is as declared, 1 if something failed, is blocked or was not said yes to.
 */
export async function templateApplyCommand(flags: ApplyFlags): Promise<number> {
  return await atDesk(flags, async ({ ask, bot }) => {
    const wish = wishOf(bot, flags);
    const { lines, token } = templatePlanSchema.parse(await ask("template.plan", wish));
    const work = lines.filter(isWork);
    const isBlocked = lines.some(({ action }) => action === "blocked");
    if (flags.json !== true) describePlan(lines).forEach((line) => printLine(line));
    if (
      work.length > 0 &&
      flags.yes !== true &&
      !(await isConfirmed(`${work.length} to do at the network. Go on?`))
    ) {
      printError("nothing was done; --yes does it without asking");
      return 1;
    }
    const input = { ...wish, token, who: "shell" };
    const applied = templateApplySchema.parse(await ask("template.apply", input));
    if (flags.json === true) printLine(JSON.stringify(applied, undefined, 2));
    else describeApplied(applied.lines).forEach((line) => printLine(line));
    const isDone = applied.lines.every(
      ({ outcome }) => outcome === "done" || outcome === "nothing",
    );
    return isDone && !isBlocked ? 0 : 1;
  });
}

type Desk = Pick<TemplateAsk, "ask"> & { readonly bot: LoadedBot };

async function atDesk(
  flags: TemplateFlags,
  work: (desk: Desk) => Promise<number>,
): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const host = openHost(folder.folder, flags, { level: "error", handle: 2 });
  const bot = await openBot(folder, printError);
  const desk = openTemplateAsk(bot, host);
  try {
    return await work({ bot, ask: (verb, input) => desk.ask(verb, input) });
  } finally {
    await desk.close();
    host.log.flush();
  }
}

function wishOf({ declared }: LoadedBot, flags: PlanFlags) {
  return { ...accountOf(flags), declared: z.json().parse(declared), deletes: flags.delete ?? [] };
}

function accountOf({ account }: TemplateFlags) {
  return account === undefined ? {} : { account };
}
