import type { ShownMessage } from "sapa/plugin";
import { createActRunner } from "./acts/act-runner.ts";
import { createActor } from "./acts/create-actor.ts";
import { createAnnouncer } from "./acts/create-announcer.ts";
import type { FakeGraph } from "./fake-graph.ts";
import type { FakeGraphOptions } from "./fake-options.ts";
import { createFakeState } from "./fake-state.ts";
import { createGraphSide } from "./graph-side.ts";
import { makeHandshake } from "./make-handshake.ts";
import { createNetExchange } from "./net-exchange.ts";
import { Prices } from "./sends/prices.ts";
import { Receipts } from "./sends/receipts.ts";
import { serveFake } from "./serve-fake.ts";
import { shellExample } from "./shell-example.ts";
import { tellAnswers } from "./tell-answers.ts";
import { TemplateReview } from "./templates/template-review.ts";
import { WebhookSender } from "./webhook-sender.ts";

/**
 * Makes WhatsApp's Cloud API in miniature: one number, any number of people, Meta's shapes, limits
 * and refusals. All state is in memory and bounded but for one small record a person.
 */
export function createFakeGraph(options: FakeGraphOptions): FakeGraph {
  const state = createFakeState(options);
  const { clock, random, number, settings } = state;
  const listeners = new Set<(message: ShownMessage) => void>();
  const appSecret = options.appSecret ?? settings.app_secrets;
  const webhooks = new WebhookSender({ ...state, deliver: options.deliver, appSecret });
  const announcer = createAnnouncer({ clock, number, webhooks });
  const review = new TemplateReview({
    ...state,
    mode: options.templateReview ?? "approve",
    tell: (change) => webhooks.send(change).done,
  });
  const receipts = new Receipts({
    ...state,
    prices: new Prices(),
    send: (change) => webhooks.send(change).done,
  });
  const answer = createGraphSide({
    state,
    options,
    review,
    announcer,
    onTaken: (shown, taken) => {
      state.log.add(taken.person, shown);
      if (options.receipts === false) receipts.hold(taken);
      else receipts.plan(taken);
      for (const listener of listeners) listener(shown);
    },
  });
  const { handle, onAnswered } = tellAnswers(clock, answer);
  const runAct = createActRunner({
    ...state,
    mediaOrigin: state.origin,
    onOnline: (person) => receipts.resume(person),
    tellLater: announcer.tellLater,
  });

  const fake: FakeGraph = {
    settings,
    handle,
    net: createNetExchange({ clock, random, latency: options.latency, handle }),
    ...createActor({ ...state, webhooks, runAct }),
    announce: (act) => announcer.announce(act, review),
    tellReceipt: (vendorId, receipt) => receipts.tellHeld(vendorId, receipt),
    shellExample: (urls) => shellExample(urls, number, appSecret),
    handshake: () => makeHandshake(state, settings.verify_token),
    onAnswered,
    shown: () => state.log.all(),
    onShown: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    file: (id) => state.media.find(id),
    setFaults: state.setFaults,
    approve: (template) => void state.templates.approve(template),
    isBusy: () => webhooks.pending + receipts.pending + review.pending + announcer.pending() > 0,
    serve: ({ port }) => {
      const serving = serveFake(fake, port);
      const closeDoor = state.openDoor(serving.url);
      return {
        url: serving.url,
        stop: () => {
          closeDoor();
          return serving.stop();
        },
      };
    },
  };
  return fake;
}
