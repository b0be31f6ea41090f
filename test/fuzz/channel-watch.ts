import type { Channel, WebhookReading } from "#core/model/ports/channel.ts";

/** Names the case in a request, so that its reading can be found again. */
export const caseHeader = "x-fuzz-case";

export interface SeenReading {
  readonly reading: WebhookReading;
  readonly readMs: number;
}

/** Remembers what the channel makes of each case until it is asked for. */
export interface ChannelWatch {
  readonly wrap: (channel: Channel) => Channel;
  /** Hands over, and forgets, what became of a case; undefined if the channel never saw it. */
  take(name: string): SeenReading | undefined;
}

export function createChannelWatch(): ChannelWatch {
  const seen = new Map<string, SeenReading>();
  return {
    wrap: (channel) => ({
      ...channel,
      receive(request) {
        const before = process.cpuUsage();
        const reading = channel.receive(request);
        const { user, system } = process.cpuUsage(before);
        const name = request.headers[caseHeader];
        if (name !== undefined) seen.set(name, { reading, readMs: (user + system) / 1_000 });
        return reading;
      },
    }),
    take(name) {
      const found = seen.get(name);
      seen.delete(name);
      return found;
    },
  };
}
