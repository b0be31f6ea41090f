import type { AiEvent, AiProvider, AiRequest } from "sapa/plugin";

type Stream = (request: AiRequest, signal: AbortSignal) => AsyncIterable<AiEvent>;

/** A way to be a bad provider, and the checks that must see it. */
export interface BrokenProvider {
  readonly fault: string;
  readonly seenBy: readonly string[];
  readonly spoil: (stream: Stream) => Stream;
}

/** Puts something between a good provider and who asks it. */
export function spoilProvider(provider: AiProvider, { spoil }: BrokenProvider): AiProvider {
  return { ...provider, stream: spoil((request, signal) => provider.stream(request, signal)) };
}

/** Changes each event, or leaves it out. */
function eachEvent(change: (event: AiEvent) => readonly AiEvent[]) {
  return (stream: Stream): Stream =>
    async function* spoiled(request, signal) {
      for await (const event of stream(request, signal)) yield* change(event);
    };
}

/** Changes what is asked. */
function eachRequest(change: (request: AiRequest) => AiRequest) {
  return (stream: Stream): Stream =>
    (request, signal) =>
      stream(change(request), signal);
}

/** A turn of the event loop. */
function turn(): Promise<undefined> {
  return new Promise((resolve) => void setImmediate(() => resolve(undefined)));
}

const refusalCheck = (name: string, kinds: string) => `${name} is told as ${kinds}`;

export const brokenProviders: readonly BrokenProvider[] = [
  {
    fault: "tells no tokens",
    seenBy: ["text comes piece by piece, with usage and one end"],
    spoil: eachEvent((event) => (event.kind === "usage" ? [] : [event])),
  },
  {
    fault: "ends twice",
    seenBy: ["text comes piece by piece, with usage and one end"],
    spoil: eachEvent((event) => (event.kind === "done" ? [event, event] : [event])),
  },
  {
    fault: "loses what is not ASCII",
    seenBy: ["letters that are split between two pieces come whole"],
    spoil: eachEvent((event) =>
      event.kind === "text" ? [{ ...event, text: event.text.replace(/[^ -~]/g, "?") }] : [event],
    ),
  },
  {
    fault: "takes every end for a good one",
    seenBy: [
      "an answer that breaks off in good order is a failure",
      "a connection that is torn down in the middle is a failure",
      "a connection that is torn down before anything is a failure",
      "a server that is not there is unreachable",
      "a page where an answer belongs is not understood",
      "what is no JSON is not understood",
      "the greatest length is asked for, and an answer that was cut there says so",
      refusalCheck("gateway_page", "server or overloaded or timeout"),
    ],
    spoil: eachEvent((event) =>
      event.kind === "done" ? [{ kind: "done", reason: "stop" }] : [event],
    ),
  },
  {
    fault: "calls every failure haste",
    seenBy: [
      refusalCheck("key_wrong", "auth"),
      refusalCheck("not_allowed", "permission"),
      refusalCheck("no_such_model", "model_missing"),
      refusalCheck("no_money", "quota"),
      refusalCheck("broken", "server"),
      refusalCheck("overloaded", "overloaded"),
    ],
    spoil: eachEvent((event) => {
      if (event.kind !== "done" || event.error === undefined) return [event];
      return [{ ...event, error: { ...event.error, kind: "rate_limit" } }];
    }),
  },
  {
    fault: "does not say how long to wait, nor what the status was",
    seenBy: [
      refusalCheck("too_fast", "rate_limit"),
      refusalCheck("too_fast_wait_2s", "rate_limit"),
    ],
    spoil: eachEvent((event) => {
      if (event.kind !== "done" || event.error === undefined) return [event];
      const { kind, message } = event.error;
      return [{ ...event, error: { kind, message } }];
    }),
  },
  {
    fault: "forgets who it is and what was said",
    seenBy: ["the instructions and all that was said go along, in order"],
    spoil: eachRequest(({ system: _system, ...request }) => ({
      ...request,
      messages: request.messages.slice(-1),
    })),
  },
  {
    fault: "forgets its tools",
    seenBy: ["a tool is offered, asked for, and its result goes back"],
    spoil: eachRequest(({ tools: _tools, ...request }) => request),
  },
  {
    fault: "forgets the schema and the pictures",
    seenBy: [
      "a schema goes along, and the answer comes as its text",
      "a picture goes along as bytes",
    ],
    spoil: eachRequest(({ schema: _schema, ...request }) => ({
      ...request,
      messages: [{ role: "user", parts: [{ kind: "text", text: "?" }] }],
    })),
  },
  {
    fault: "takes a refusal for an answer",
    seenBy: ["the vendor's own filter is a refusal, not a failure"],
    spoil: eachEvent((event) =>
      event.kind === "done" && event.reason === "refused"
        ? [{ ...event, reason: "stop" }]
        : [event],
    ),
  },
  {
    fault: "tells of its thoughts",
    seenBy: ["events and fields that nobody knows are passed over"],
    spoil: (stream) =>
      async function* spoiled(request, signal) {
        yield { kind: "text", text: "hm, " };
        yield* stream(request, signal);
      },
  },
  {
    fault: "does not heed an abort",
    seenBy: [
      "an abort before the headers ends it, and the connection closes",
      "an abort in the middle ends it, and the connection closes",
    ],
    spoil: (stream) => (request) => stream(request, new AbortController().signal),
  },
  {
    fault: "leaves the connection open behind a reader who left",
    seenBy: ["a reader who leaves early closes the connection"],
    spoil: (stream) => (request, signal) => {
      const inner = stream(request, signal)[Symbol.asyncIterator]();
      return { [Symbol.asyncIterator]: () => ({ next: () => inner.next() }) };
    },
  },
  {
    fault: "tells something while nothing is said",
    seenBy: [
      "heartbeats before the first word are no word: the host's patience ends, and the connection closes",
      "heartbeats between two words are no word: the host's patience ends, and the connection closes",
    ],
    spoil: (stream) =>
      async function* spoiled(request, signal) {
        const inner = stream(request, signal)[Symbol.asyncIterator]();
        let next = inner.next();
        for (;;) {
          const come = await Promise.race([next, turn()]);
          if (come === undefined) yield { kind: "text", text: "" };
          else if (come.done === true) return;
          else {
            yield come.value;
            next = inner.next();
          }
        }
      },
  },
  {
    fault: "tries again by itself",
    seenBy: ["nothing is asked twice by itself"],
    spoil: (stream) =>
      async function* spoiled(request, signal) {
        for await (const event of stream(request, signal)) {
          if (event.kind === "done" && event.reason === "error") yield* stream(request, signal);
          else yield event;
        }
      },
  },
  {
    fault: "asks for nothing",
    seenBy: ["what is asked is JSON"],
    spoil: () =>
      async function* spoiled() {
        yield await Promise.resolve({ kind: "done", reason: "stop" } as const);
      },
  },
];
