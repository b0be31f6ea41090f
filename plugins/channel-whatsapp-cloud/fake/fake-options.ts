import type { Pace, SimulatorOptions } from "sapa/plugin";
import type { Span } from "./graph-exchange.ts";
import type { ReviewMode } from "./templates/template-review.ts";

/** What the fake can be told on top of what every simulator is told. */
export interface FakeGraphOptions extends SimulatorOptions {
  /** Pace to one person. Meta: one per 6 s, 45 at once that are paid back. Reference 4.3. */
  readonly pair?: Pace;
  /** Pace of the number, in and out. Meta: 80 a second. Reference 4.3. */
  readonly throughput?: Pace;
  /** How many bytes of files are kept, all together; beyond it the oldest are lost. */
  readonly keepMediaBytes?: number;
  /** How long an answer over `net` takes; left out: it comes at once. */
  readonly latency?: Span;
  /** What becomes of templates that are handed in; approved, if it is left out. */
  readonly templateReview?: ReviewMode;
  /** False: our app may not take a thread back from another one. */
  readonly isEscalationPartner?: boolean;
  /** Signs the webhooks. */
  readonly appSecret?: string;
}

export const metaPair: Pace = { everyMs: 6_000, burst: 45 };
export const metaThroughput: Pace = { everyMs: 12.5, burst: 80 };

/** Settings with which the channel speaks to the fake: fixed and obvious, no secrets. */
export const fakeSettings = {
  phone_number_id: "200000000000002",
  messaging_account_id: "100000000000001",
  token: "simulator-token",
  app_secrets: "simulator-app-secret",
  verify_token: "simulator",
  graph_url: "http://graph.simulator",
  graph_version: "v26.0",
} as const;

export type FakeSettings = Readonly<Record<keyof typeof fakeSettings, string>> &
  Readonly<Record<string, string>>;

/** The fake's settings with those of the caller over them; where it is reached is not theirs to say. */
export function settingsOf(given: Readonly<Record<string, string>> = {}): FakeSettings {
  const { phone_number_id, token, app_secrets, verify_token } = { ...fakeSettings, ...given };
  return { ...fakeSettings, phone_number_id, token, app_secrets, verify_token };
}
