import { formatDuration } from "#core/lib/duration.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Language, Words } from "./language.ts";

const microUsdPerUsd = 1_000_000;

/** What became of people, in the order in which it is told. */
const outcomes: readonly (readonly [outcome: string, words: Words])[] = [
  ["sent", { en: "sent", id: "terkirim" }],
  ["failed", { en: "failed", id: "gagal" }],
  ["unknown", { en: "unknown, not sent again", id: "tidak pasti, tidak dikirim lagi" }],
  ["blocked", { en: "blocked when they were to leave", id: "ditahan saat akan dikirim" }],
  ["queued", { en: "in the line", id: "dalam antrean" }],
  ["waiting", { en: "waiting", id: "menunggu" }],
  ["left-out", { en: "left out", id: "dilewati" }],
  ["forgotten", { en: "sent long ago, no longer known", id: "sudah lama, tidak tercatat lagi" }],
  ["erased", { en: "erased since", id: "sudah dihapus" }],
];

/** What a broadcast would do, as `broadcast.plan` gives it. */
interface PlanFacts {
  readonly audience: number;
  readonly messages: number;
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  readonly costMicroUsd?: number | undefined;
  readonly durationMs: number;
  readonly sample?: string | undefined;
}

/** The same in words, for shell and chat alike. */
export function planLines(plan: PlanFacts, language: Language): readonly string[] {
  const { audience, messages, refused, costMicroUsd, durationMs, sample } = plan;
  const say = (words: Words) => words[language];
  const lines = [
    say({
      en: `${audience} people in its audience, ${messages} get a message`,
      id: `${audience} orang dituju, ${messages} mendapat pesan`,
    }),
    ...refused.map(({ reason, count }) => `  ${count} ${say(leftOut)}: ${reason}`),
  ];
  if (messages === 0) return lines;
  const rounded = Math.max(secondMs, Math.round(durationMs / secondMs) * secondMs);
  const usd = ((costMicroUsd ?? 0) / microUsdPerUsd).toFixed(2);
  return [
    ...lines,
    ...(costMicroUsd === undefined
      ? []
      : [say({ en: `at most ${usd} USD`, id: `paling banyak ${usd} USD` })]),
    say({
      en: `about ${formatDuration(rounded)} at its pace`,
      id: `sekitar ${formatDuration(rounded)} dengan lajunya`,
    }),
    ...(sample === undefined
      ? []
      : [say({ en: `the first: ${sample}`, id: `yang pertama: ${sample}` })]),
  ];
}

const leftOut: Words = { en: "left out", id: "dilewati" };

/** A broadcast and its audience by its fate. */
interface StatusFacts {
  readonly broadcast: {
    readonly name: string;
    readonly state: string;
    readonly reason?: string | undefined;
    readonly audience: number;
    readonly isCollected: boolean;
  };
  readonly counts: readonly {
    readonly outcome: string;
    readonly detail?: string | undefined;
    readonly count: number;
  }[];
}

/** The same in words. */
export function statusLines(
  { broadcast, counts }: StatusFacts,
  language: Language,
): readonly string[] {
  const { audience, isCollected } = broadcast;
  const people = { en: `${audience} people in its audience`, id: `${audience} orang dituju` };
  const rest = { en: ", which is being written down", id: ", yang masih dicatat" };
  return [
    headLine(broadcast, language),
    people[language] + (isCollected ? "" : rest[language]),
    ...outcomes.flatMap(([outcome, words]) =>
      counts
        .filter((item) => item.outcome === outcome)
        .map(
          ({ detail, count }) =>
            `  ${count} ${words[language]}${detail === undefined ? "" : `: ${detail}`}`,
        ),
    ),
  ];
}

const states: Readonly<Record<string, Words>> = {
  running: { en: "running", id: "berjalan" },
  paused: { en: "paused", id: "dijeda" },
  stopped: { en: "stopped", id: "dihentikan" },
  done: { en: "done", id: "selesai" },
};

/** `promo is paused: by Rani`. */
export function headLine(
  { name, state, reason }: Pick<StatusFacts["broadcast"], "name" | "state" | "reason">,
  language: Language,
): string {
  const word = states[state]?.[language] ?? state;
  const head = language === "id" ? `${name} ${word}` : `${name} is ${word}`;
  return reason === undefined ? head : `${head}: ${reason}`;
}
