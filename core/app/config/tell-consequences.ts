import { toConsentSettings } from "#core/app/consent-settings.ts";
import type { BotConfig } from "#core/config/bot-schema.ts";
import { formatDuration } from "#core/lib/duration.ts";
import { type Coverage, isCovered, type PurposeRule } from "#core/model/consent.ts";

/** How many people have said yes to a purpose for less than it needs from here on; undefined: nobody knows. */
export type CountOutdated = (purpose: string, needs: Coverage | undefined) => number | undefined;

/** What a change of bot.yaml brings about, a sentence each, beyond the settings themselves. */
export function tellConsequences(
  before: BotConfig,
  after: BotConfig,
  countOutdated: CountOutdated,
): readonly string[] {
  return [
    ...tellPurposes(before, after, countOutdated),
    ...tellDisclosed(before, after),
    ...tellNames("account", before.channels, after.channels),
    ...tellNames("provider", before.providers, after.providers),
    ...tellOperators(before, after),
    ...tellRetention(before, after),
  ];
}

function tellPurposes(
  before: BotConfig,
  after: BotConfig,
  countOutdated: CountOutdated,
): readonly string[] {
  const old = toConsentSettings(before).purposes;
  const now = toConsentSettings(after).purposes;
  const gone = [...old.keys()].filter((name) => !now.has(name));
  return [
    ...[...now].flatMap(([name, rule]) => [
      ...tellAsking(name, old.get(name), rule, countOutdated),
      ...tellExpiry(name, old.get(name), rule),
    ]),
    ...gone.map((name) => `nothing of ${name} leaves any more; what people said stays`),
  ];
}

function tellAsking(
  name: string,
  known: PurposeRule | undefined,
  { basis, needs }: PurposeRule,
  countOutdated: CountOutdated,
): readonly string[] {
  if (basis !== "ask") return [];
  if (known?.basis !== "ask") return [`nothing of ${name} leaves before a person said yes to it`];
  if (isCovered(known.needs, needs)) return [];
  const count = countOutdated(name, needs);
  const who = count === undefined ? "" : ` (${count} so far)`;
  const what = news(known.needs, needs);
  return [`everybody who said yes to ${name}${who} has to be asked again: ${what}`];
}

function tellExpiry(
  name: string,
  known: PurposeRule | undefined,
  { expiresMs }: PurposeRule,
): readonly string[] {
  if (known === undefined || expiresMs === undefined) return [];
  if (known.expiresMs !== undefined && known.expiresMs <= expiresMs) return [];
  return [`a yes to ${name} that is older than ${formatDuration(expiresMs)} is over`];
}

/** What is done now that was not done before. */
function news(old: Coverage | undefined, now: Coverage | undefined): string {
  const added = now?.recipients.filter((it) => old?.recipients.includes(it) !== true) ?? [];
  const parts = [
    ...(old?.operator === now?.operator ? [] : [`run by ${now?.operator}`]),
    ...added,
    ...((now?.keepsMs ?? 0) > (old?.keepsMs ?? 0)
      ? [`kept for ${formatDuration(now?.keepsMs ?? 0)}`]
      : []),
  ];
  return parts.join(", ");
}

function tellDisclosed(before: BotConfig, after: BotConfig): readonly string[] {
  const old = toConsentSettings(before).disclosure;
  const now = toConsentSettings(after).disclosure;
  if (now === undefined || (old !== undefined && isCovered(old.covers, now.covers))) return [];
  return [`everybody is told, with the next answer, of ${news(old?.covers, now.covers)}`];
}

function tellNames(what: string, before: object, after: object): readonly string[] {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  return [
    ...now.filter((name) => !old.includes(name)).map((name) => `the ${what} ${name} is new`),
    ...old.filter((name) => !now.includes(name)).map((name) => `the ${what} ${name} is gone`),
  ];
}

function tellOperators(before: BotConfig, after: BotConfig): readonly string[] {
  const roles = ({ operators }: BotConfig) =>
    new Map(operators.map(({ contact, name, role }) => [contact, { name, role }]));
  const [old, now] = [roles(before), roles(after)];
  const lines: string[] = [];
  for (const [contact, { name, role }] of now) {
    const was = old.get(contact)?.role;
    if (was === undefined) lines.push(`${name} may give commands, as ${role}`);
    else if (was !== role) lines.push(`${name} is ${role}, no longer ${was}`);
  }
  for (const [contact, { name }] of old) {
    if (!now.has(contact)) lines.push(`${name} may give no commands any more`);
  }
  return lines;
}

function tellRetention(before: BotConfig, after: BotConfig): readonly string[] {
  const kinds = [
    ["messages", "messagesMs"],
    ["files", "mediaMs"],
    ["updates as they came", "rawMs"],
    ["records of AI", "aiMs"],
  ] as const;
  return kinds.flatMap(([what, key]) =>
    after.retention[key] < before.retention[key]
      ? [`${what} older than ${formatDuration(after.retention[key])} are removed at the next start`]
      : [],
  );
}
