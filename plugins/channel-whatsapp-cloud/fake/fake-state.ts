import { type Clock, type Pace, type Random, type SimulatorFaults, takeOne } from "sapa/plugin";
import { BoundedMap } from "./bounded-map.ts";
import { BoundedSet } from "./bounded-set.ts";
import {
  type FakeGraphOptions,
  type FakeSettings,
  metaThroughput,
  settingsOf,
} from "./fake-options.ts";
import { createWamidSource, type WamidSource } from "./make-wamid.ts";
import { MediaStore } from "./media/media-store.ts";
import { MessageLog } from "./message-log.ts";
import { People } from "./people.ts";
import type { Person } from "./person.ts";
import { Orders } from "./sends/orders.ts";
import { Templates } from "./templates/templates.ts";
import { type FakeNumber, fakeNumber } from "./webhook-body.ts";
import type { Sending } from "./webhook-sender.ts";

const defaultKeep = 10_000;
const defaultKeepMediaBytes = 134_217_728;

/** What the fake remembers. All of it is bounded but for one small record a person. */
export interface FakeState {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: FakeSettings;
  readonly number: FakeNumber;
  readonly people: People;
  readonly templates: Templates;
  readonly media: MediaStore;
  readonly orders: Orders;
  readonly log: MessageLog;
  /** Ids of messages that people sent. */
  readonly inbound: BoundedSet;
  /** The last webhook of each person. */
  readonly lastSendings: BoundedMap<Person, Sending>;
  readonly nextWamid: WamidSource;
  /** Takes one from the number's throughput, in and out together; false if it is used up. */
  readonly takeThroughput: () => boolean;
  readonly isInbound: (wamid: string) => boolean;
  readonly faults: () => SimulatorFaults;
  readonly setFaults: (faults: SimulatorFaults) => void;
  /** Where the fake is reached, for addresses of files: the door that was opened last. */
  readonly origin: () => string;
  /** Opens a door, and tells how to close it. */
  readonly openDoor: (origin: string) => () => void;
}

export function createFakeState(options: FakeGraphOptions): FakeState {
  const { clock, random } = options;
  const keep = options.keepMessages ?? defaultKeep;
  const inbound = new BoundedSet(keep);
  const orders = new Orders();
  const settings = settingsOf(options.settings);
  let faults: SimulatorFaults = {};
  const doors = new Set<string>([settings.graph_url]);
  return {
    clock,
    random,
    settings,
    number: { ...fakeNumber, phoneNumberId: settings.phone_number_id },
    people: new People(),
    templates: new Templates(),
    media: new MediaStore({ clock, keepBytes: options.keepMediaBytes ?? defaultKeepMediaBytes }),
    orders,
    log: new MessageLog(keep),
    inbound,
    lastSendings: new BoundedMap(keep),
    nextWamid: createWamidSource(random),
    takeThroughput: createBucket(clock, options.throughput ?? metaThroughput),
    isInbound: (wamid) => inbound.has(wamid),
    faults: () => faults,
    setFaults: (next) => {
      faults = next;
      orders.set(next);
    },
    origin: () => [...doors].at(-1) ?? settings.graph_url,
    openDoor: (origin) => {
      doors.add(origin);
      return () => void doors.delete(origin);
    },
  };
}

function createBucket(clock: Clock, pace: Pace): () => boolean {
  let nextAt: number | undefined;
  return () => {
    const take = takeOne(nextAt, pace, clock.now());
    if (take.kind === "taken") nextAt = take.nextAt;
    return take.kind === "taken";
  };
}
