import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import { signWebhook } from "#plugins/channel-whatsapp-cloud/fake/sign-webhook.ts";
import type { Scene } from "./scene.ts";

/** How long a webhook waits for company, in milliseconds. */
const companyMs = 400;
/** Webhooks that one POST holds at most. */
const maxMerged = 20;

const envelope = z.looseObject({ entry: z.array(z.unknown()) });

export type Deliver = (request: WebhookRequest) => Promise<number | undefined>;

interface Waiting {
  readonly request: WebhookRequest;
  readonly answer: (status: number | undefined) => void;
}

/**
 * Lets webhooks travel together at times, as the network's own do: their entries in one body, under
 * one signature, with one answer for all.
 */
export function createBatcher(scene: Scene, secretOf: () => string, deliver: Deliver): Deliver {
  let waiting: Waiting[] = [];

  async function flush(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const [first] = batch;
    if (first === undefined) return;
    const request = batch.length === 1 ? first.request : merge(batch);
    if (batch.length > 1) scene.count("webhooks merged");
    const status = await deliver(request);
    for (const { answer } of batch) answer(status);
  }

  function merge(batch: readonly Waiting[]): WebhookRequest {
    const bodies = batch.map(({ request }) =>
      parseJson(envelope, new TextDecoder().decode(request.body), "webhook"),
    );
    const whole = { ...bodies[0], entry: bodies.flatMap(({ entry }) => entry) };
    const body = new TextEncoder().encode(JSON.stringify(whole));
    return signWebhook(secretOf(), body, scene.clock.now());
  }

  return (request) => {
    const isHeld = waiting.length > 0 || scene.random.chance(scene.weather.mergedWebhook);
    if (!isHeld) return deliver(request);
    return new Promise((answer) => {
      waiting.push({ request, answer });
      if (waiting.length >= maxMerged) void flush();
      else if (waiting.length === 1) scene.clock.after(companyMs, () => void flush());
    });
  };
}
