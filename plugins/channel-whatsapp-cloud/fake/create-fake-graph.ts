import {
  type NetReply,
  type NetRequest,
  type ShownMessage,
  type SimulatorFaults,
  takeOne,
} from "sapa/plugin";
import { BoundedSet } from "./bounded-set.ts";
import { createActor } from "./create-actor.ts";
import type { FakeGraph } from "./fake-graph.ts";
import { type FakeGraphOptions, fakeSettings, metaPair, metaThroughput } from "./fake-options.ts";
import { drawMs, type GraphReply, type GraphRequest } from "./graph-exchange.ts";
import { createGraphHandler } from "./graph-handler.ts";
import { createWamidSource } from "./make-wamid.ts";
import { MessageLog } from "./message-log.ts";
import { createMessagesEndpoint } from "./messages-endpoint.ts";
import { People } from "./person.ts";
import { Receipts } from "./receipts.ts";
import { serveFake } from "./serve-fake.ts";
import { shellExample } from "./shell-example.ts";
import { Templates } from "./templates.ts";
import { fakeNumber } from "./webhook-body.ts";
import { WebhookSender } from "./webhook-sender.ts";

const defaultKeep = 10_000;

/**
 * Makes WhatsApp's Cloud API in miniature: one number, any number of people, Meta's shapes, limits
 * and refusals. All state is in memory and bounded but for one small record a person.
 */
export function createFakeGraph(options: FakeGraphOptions): FakeGraph {
  const { clock, random } = options;
  const keep = options.keepMessages ?? defaultKeep;
  const people = new People();
  const templates = new Templates();
  const log = new MessageLog(keep);
  const inbound = new BoundedSet(keep);
  const nextWamid = createWamidSource(random);
  const listeners = new Set<(message: ShownMessage) => void>();
  const takeThroughput = createBucket(options);
  const appSecret = options.appSecret ?? fakeSettings.app_secrets;
  let faults: SimulatorFaults = {};

  const webhooks = new WebhookSender({
    clock,
    random,
    deliver: options.deliver,
    appSecret,
    faults: () => faults,
  });
  const receipts = new Receipts({
    clock,
    random,
    number: fakeNumber,
    faults: () => faults,
    send: (body) => void webhooks.send(body),
  });
  const postMessage = createMessagesEndpoint({
    clock,
    people,
    templates,
    nextWamid,
    pair: options.pair ?? metaPair,
    takeThroughput,
    isInbound: (wamid) => inbound.has(wamid),
    onTaken: (shown, taken) => {
      log.add(shown);
      if (options.receipts !== false) receipts.plan(taken);
      for (const listener of listeners) listener(shown);
    },
  });
  const handle = createGraphHandler({
    random,
    number: fakeNumber,
    token: fakeSettings.token,
    faults: () => faults,
    postMessage,
  });
  const actor = createActor({ clock, people, log, inbound, nextWamid, webhooks, takeThroughput });

  const fake: FakeGraph = {
    settings: fakeSettings,
    handle,
    net: { request: (request) => exchange(options, handle, request) },
    act: actor.act,
    redeliver: actor.redeliver,
    overhear: actor.overhear,
    shellExample: (urls) => shellExample(urls, appSecret),
    shown: () => log.all(),
    onShown: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setFaults: (next) => {
      faults = next;
    },
    approve: (template) => templates.approve(template),
    isBusy: () => webhooks.pending + receipts.pending > 0,
    serve: ({ port }) => serveFake(fake, port),
  };
  return fake;
}

/** The number's throughput, in and out together. */
function createBucket(options: FakeGraphOptions): () => boolean {
  const pace = options.throughput ?? metaThroughput;
  let nextAt: number | undefined;
  return () => {
    const take = takeOne(nextAt, pace, options.clock.now());
    if (take.kind === "taken") nextAt = take.nextAt;
    return take.kind === "taken";
  };
}

/** One exchange without a socket. The request has its effect first, the answer takes its time. */
async function exchange(
  options: FakeGraphOptions,
  handle: (request: GraphRequest) => GraphReply,
  request: NetRequest,
): Promise<NetReply> {
  const { latency, clock, random } = options;
  const reply = handle({
    method: request.method,
    path: request.url.slice(request.url.indexOf("/", "https://".length)),
    authorization: request.headers["authorization"],
    body: request.body ?? "",
  });
  if (latency !== undefined) {
    const delayMs = drawMs(latency, random.fraction());
    await new Promise<void>((resolve) => void clock.after(delayMs, resolve));
  }
  if (reply.kind === "dropped") return { kind: "broken", reason: "connection reset" };
  if (reply.body.length > request.maxBytes) return { kind: "broken", reason: "answer too long" };
  const headers = { "content-type": "application/json; charset=UTF-8" };
  return { kind: "answer", status: reply.status, headers, body: reply.body };
}
