import { describe, test } from "bun:test";
import { channelReceiveChecks } from "./channel-receive-checks.ts";
import { channelSendChecks } from "./channel-send-checks.ts";
import { type ChannelCheck, type ChannelSubject, inChannelWorld } from "./channel-world.ts";

/** Every promise of the Channel port, as the engine relies on it. */
export const channelChecks: readonly ChannelCheck[] = [
  ...channelReceiveChecks,
  ...channelSendChecks,
];

/** Runs one check; for suites of one's own, such as a deliberately broken channel. */
export async function runChannelCheck(check: ChannelCheck, subject: ChannelSubject): Promise<void> {
  await inChannelWorld(subject, (world) => check.run(world, subject));
}

export interface ChannelConformanceOptions extends ChannelSubject {
  /** Beside the plugin's name in the test's title, such as `over HTTP`. */
  readonly title?: string;
  /** Checks that do not apply, by name, each with its reason. */
  readonly skips?: Readonly<Record<string, string>>;
}

/** Registers every check as a test. Call it at the top of a `*.test.ts`. */
export function channelConformance(options: ChannelConformanceOptions): void {
  const { plugin, title, skips = {} } = options;
  describe([plugin.name, title, "is a channel:"].filter(Boolean).join(" "), () => {
    for (const check of channelChecks) {
      const reason = skips[check.name];
      if (reason === undefined) test(check.name, () => runChannelCheck(check, options));
      else test.skip(`${check.name} (${reason})`, () => {});
    }
  });
}
