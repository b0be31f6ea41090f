import { expect, test } from "bun:test";
import type {
  Channel,
  ChannelOutcome,
  LoadedChannelPlugin,
  MediaFetch,
  MediaRef,
  WebhookReading,
} from "sapa/plugin";
import { type ChannelCheck, channelChecks, runChannelCheck } from "sapa/plugin/testing";
import { fakeSettings } from "./fake/fake-options.ts";
import { signWebhook } from "./fake/sign-webhook.ts";
import plugin from "./index.ts";

/** The conformance suite is held up against channels that each break one promise. */
type Break = (channel: Channel) => Partial<Channel>;

type Updates = Extract<WebhookReading, { kind: "updates" }>;

const onUpdates =
  (change: (reading: Updates) => WebhookReading): Break =>
  (channel) => ({
    receive: (request) => {
      const reading = channel.receive(request);
      return reading.kind === "updates" ? change(reading) : reading;
    },
  });

const onOutcome =
  (change: (outcome: ChannelOutcome) => ChannelOutcome): Break =>
  (channel) => ({ send: async (send) => change(await channel.send(send)) });

function fetched(channel: Channel, media: MediaRef, maxBytes: number): Promise<MediaFetch> {
  return channel.fetchMedia?.(media, maxBytes) ?? Promise.reject(new Error("it fetches no files"));
}

let count = 0;

const breaks: readonly (readonly [string, Break, string])[] = [
  [
    "takes any signature",
    (channel) => ({
      receive: ({ body, receivedAt }) =>
        channel.receive(signWebhook(fakeSettings.app_secrets, body, receivedAt)),
    }),
    "a webhook with one changed byte, no signature or no body is refused",
  ],
  [
    "gives every update a new key",
    onUpdates((reading) => ({
      ...reading,
      events: reading.events.map((event) => {
        count += 1;
        return { ...event, dedupeKey: String(count) };
      }),
    })),
    "the same webhook again is the same events under the same keys",
  ],
  [
    "gives every update the same key",
    onUpdates((reading) => ({
      ...reading,
      events: reading.events.map((event) => ({ ...event, dedupeKey: "same" })),
    })),
    "the same webhook again is the same events under the same keys",
  ],
  [
    "loses the receipts",
    onUpdates((reading) => ({ ...reading, statuses: [] })),
    "receipts carry the vendor's id and our callback, and only move forward",
  ],
  [
    "throws at garbage",
    onUpdates((reading) => {
      if (reading.events.some((event) => event.body.kind === "unparsed")) throw new Error("poison");
      return reading;
    }),
    "a message of any shape, well signed, throws nothing and stays within the schemas",
  ],
  [
    "takes a lost answer for a refusal",
    onOutcome((outcome) =>
      outcome.kind === "unknown" ? { ...outcome, kind: "retry", afterMs: 1_000 } : outcome,
    ),
    "a lost answer is unknown, and the receipt tells that it was sent",
  ],
  [
    "takes a rate limit for the end",
    onOutcome((outcome) =>
      outcome.kind === "retry" ? { ...outcome, kind: "rejected", effect: "none" } : outcome,
    ),
    "a rate limit is tried again later, and nothing was sent",
  ],
  [
    "takes a dead token for the message's fault",
    onOutcome((outcome) =>
      outcome.kind === "paused" ? { ...outcome, kind: "rejected", effect: "none" } : outcome,
    ),
    "an account that the network refuses is paused, and the check says so",
  ],
  [
    "forgets that the window closed",
    onOutcome((outcome) =>
      outcome.kind === "rejected" ? { ...outcome, effect: "none" } : outcome,
    ),
    "free text before the window opens or after it closes is rejected as that",
  ],
  [
    "declares a fourth button",
    ({ capabilities }) => ({
      capabilities: {
        ...capabilities,
        ...(capabilities.buttons === undefined
          ? {}
          : { buttons: { ...capabilities.buttons, max: 4 } }),
      },
    }),
    "buttons at every declared limit are taken, beyond any of them refused",
  ],
  [
    "cleans the ids of options",
    (channel) => ({
      send: (send) => {
        const { message } = send;
        if (message.kind !== "buttons") return channel.send(send);
        const options = message.options.map(({ id, title }) => ({ id: encodeURI(id), title }));
        return channel.send({ ...send, message: { ...message, options } });
      },
    }),
    "the id of a tapped option comes back, and what it answers",
  ],
  [
    "loses whom an event is about",
    onUpdates((reading) => ({
      ...reading,
      events: reading.events.map((event) => {
        const { sender: _, ...rest } = event;
        return rest;
      }),
    })),
    "a person's text is one message event with its sender",
  ],
  [
    "fetches half of a file",
    (channel) => ({
      fetchMedia: async (media, maxBytes) => {
        const file = await fetched(channel, media, maxBytes);
        const half = (content: Uint8Array) => content.subarray(0, content.length / 2);
        return file.kind === "file" ? { ...file, content: half(file.content) } : file;
      },
    }),
    "a person's file is a message of its kind and is fetched byte for byte",
  ],
  [
    "fetches whatever the size",
    (channel) => ({ fetchMedia: (media) => fetched(channel, media, 1_000_000) }),
    "a file over the asked size is refused, and one that is not there is no file",
  ],
  [
    "throws when a file cannot be fetched",
    (channel) => ({
      fetchMedia: async (media, maxBytes) => {
        const file = await fetched(channel, media, maxBytes);
        if (file.kind === "failed") throw new Error(file.reason);
        return file;
      },
    }),
    "what the net does to a file becomes an outcome and never a throw",
  ],
  [
    "declares less than it sends",
    ({ capabilities }) => ({
      capabilities: {
        ...capabilities,
        media: { image: { mimes: ["image/png"], maxBytes: 1_000, captionChars: 0 } },
      },
    }),
    "a file of ours arrives; one of another type, too large or not kept is rejected",
  ],
  [
    "says that it sent what it cannot draw",
    (channel) => ({
      send: (send) =>
        send.message.kind === "location"
          ? Promise.resolve({ kind: "accepted", vendorId: "none" })
          : channel.send(send),
    }),
    "every declared kind of message is taken and arrives",
  ],
  [
    "declares an eleventh card",
    ({ capabilities }) => ({
      capabilities: {
        ...capabilities,
        ...(capabilities.rich === undefined
          ? {}
          : { rich: { ...capabilities.rich, maxCards: 11 } }),
      },
    }),
    "rich messages at every declared limit are taken, beyond any of them refused",
  ],
  [
    "forgets which form was answered",
    onUpdates((reading) => ({
      ...reading,
      events: reading.events.map((event) => {
        const { body } = event;
        if (body.kind !== "message" || body.message.kind !== "form") return event;
        const { token: _, ...message } = body.message;
        return { ...event, body: { ...body, message } };
      }),
    })),
    "a form's answer, a place and a cart come back as they were sent",
  ],
  [
    "throws when an acknowledgement fails",
    () => ({ acknowledge: () => Promise.reject(new Error("no")) }),
    "an acknowledgement of a person's message does no harm",
  ],
  [
    "checks nothing",
    () => ({ check: () => Promise.resolve(undefined) }),
    "an account that the network refuses is paused, and the check says so",
  ],
];

function broken(breakIt: Break): LoadedChannelPlugin {
  return {
    ...plugin,
    create: (context, account, settings) => {
      const channel = plugin.create(context, account, settings);
      return { ...channel, ...breakIt(channel) };
    },
  };
}

async function isPassed(subject: LoadedChannelPlugin, check: ChannelCheck): Promise<boolean> {
  try {
    await runChannelCheck(check, { plugin: subject, settingsThatPause: { token: "revoked" } });
    return true;
  } catch {
    return false;
  }
}

test("a whole channel passes every check", async () => {
  for (const check of channelChecks) {
    expect([
      check.name,
      await isPassed(
        broken(() => ({})),
        check,
      ),
    ]).toEqual([check.name, true]);
  }
});

test.each(breaks)("a channel that %s fails the check for it", async (_, breakIt, name) => {
  const check = channelChecks.find((candidate) => candidate.name === name);
  if (check === undefined) throw new Error(`there is no check called ${name}`);
  expect(await isPassed(broken(breakIt), check)).toBe(false);
});
