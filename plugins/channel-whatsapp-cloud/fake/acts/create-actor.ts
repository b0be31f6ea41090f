import {
  type ChannelSimulator,
  type Clock,
  dayMs,
  type NetworkAct,
  type SimulatedPerson,
} from "sapa/plugin";
import type { BoundedMap } from "#plugins/channel-whatsapp-cloud/fake/bounded-map.ts";
import type { BoundedSet } from "#plugins/channel-whatsapp-cloud/fake/bounded-set.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";
import { openWindow, type Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import type { Change } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import type {
  Sending,
  WebhookSender,
} from "#plugins/channel-whatsapp-cloud/fake/webhook-sender.ts";
import type { ActRunner } from "./act-runner.ts";

export interface ActorDeps {
  readonly clock: Clock;
  readonly people: People;
  readonly inbound: BoundedSet;
  readonly webhooks: WebhookSender;
  /** The last webhook of each person, for `redeliver`. */
  readonly lastSendings: BoundedMap<Person, Sending>;
  readonly runAct: ActRunner;
}

type Actor = Required<Pick<ChannelSimulator, "act" | "actTogether" | "redeliver" | "overhear">>;

/** Lets people act: each act becomes a signed webhook, or several acts one together. */
export function createActor(deps: ActorDeps): Actor {
  return {
    act: async (acting, act) => {
      const { person, change } = perform(deps, acting, act);
      if (change === undefined) return;
      const sending = deps.webhooks.send(change);
      deps.lastSendings.set(person, sending);
      await sending.done;
    },
    actTogether: async (acts) => {
      const performed = acts.map(({ person, act }) => perform(deps, person, act));
      const changes = performed.flatMap(({ change }) => change ?? []);
      if (changes.length === 0) return;
      const sending = deps.webhooks.sendTogether(changes);
      for (const { person } of performed) deps.lastSendings.set(person, sending);
      await sending.done;
    },
    overhear: (writing, wamid) => {
      deps.inbound.add(wamid);
      openWindow(deps.people.meet(writing), deps.clock.now(), dayMs);
    },
    redeliver: async (acting) => {
      const sending = deps.lastSendings.get(deps.people.meet(acting));
      if (sending !== undefined) await deps.webhooks.resend(await sending.bytes);
    },
  };
}

function perform(
  deps: ActorDeps,
  acting: SimulatedPerson,
  act: NetworkAct,
): { readonly person: Person; readonly change: Change | undefined } {
  const person = deps.people.meet(acting);
  return { person, change: deps.runAct(person, act) };
}
