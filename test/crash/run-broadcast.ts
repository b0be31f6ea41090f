import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { broadcastStatusSchema } from "#core/app/control/broadcast-verbs.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { loadSecretKey } from "#core/config/secret-key.ts";
import { hmacHex } from "#core/lib/digest.ts";
import { accountId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createFakeGraph } from "#plugins/channel-whatsapp-cloud/fake/create-fake-graph.ts";
import { waitUntil } from "#test/wait-until.ts";
import { freePort } from "./free-port.ts";
import { SapaProcess } from "./sapa-process.ts";

const account = accountId("whatsapp");
const purpose = "marketing";
/** Every fifth person did not agree. */
const refusesEvery = 5;
const pageSize = 500;

export interface BroadcastCrashOptions {
  readonly people: number;
  readonly kills: number;
  readonly rate: string;
  readonly seed: number;
  readonly patienceMs: number;
}

export interface BroadcastCrashResult {
  /** Numbers of those who agreed. */
  readonly agreed: ReadonlySet<string>;
  /** Number → how often the broadcast arrived at its phone. */
  readonly received: ReadonlyMap<string, number>;
  readonly audience: number;
  /** People by their fate, as the runtime tells it. */
  readonly fates: Readonly<Record<string, number>>;
  readonly listedUnknown: number;
  readonly isQuiet: boolean;
}

/** Kills a real process several times while it carries a broadcast out, and tells who got what. */
export async function runBroadcastCrash(
  options: BroadcastCrashOptions,
): Promise<BroadcastCrashResult> {
  const folder = await mkdtemp(join(tmpdir(), "broadcast-"));
  const dataFolder = join(folder, "data");
  mkdirSync(dataFolder, { mode: 0o700 });
  const agreed = await gatherPeople(dataFolder, options.people);
  const port = freePort();
  const received = new Map<string, number>();
  const fake = createFakeGraph({
    clock: realClock,
    random: new SeededRandom(options.seed),
    deliver: (request) => post(`http://127.0.0.1:${port}/webhooks/whatsapp`, request),
    pair: { everyMs: 1, burst: 10_000 },
    throughput: { everyMs: 0.1, burst: 100_000 },
  });
  fake.approve({ name: "promo", language: "en", category: "marketing" });
  fake.onShown(({ person }) => {
    const phone = person.phone ?? person.userId ?? "";
    received.set(phone, (received.get(phone) ?? 0) + 1);
  });
  const server = fake.serve({ port: 0 });
  const ask = async (verb: string, more: Readonly<Record<string, string>>) => {
    const answer = await callControl({ net: realNet, dataFolder }, verb, { ...more, who: "test" });
    return answer === undefined ? undefined : broadcastStatusSchema.parse(answer.result);
  };
  const start = async () => {
    const logFile = join(folder, "sapa.log");
    const places = { bot: "test/crash/bot", port, dataFolder, graphUrl: server.url, logFile };
    const sapa = new SapaProcess({ ...places, channel: fake.settings });
    await sapa.healthy();
    return sapa;
  };
  try {
    let sapa = await start();
    await ask("broadcast.start", { file: "promo.yaml", text: fileOf(options.rate) });
    for (let kill = 1; kill <= options.kills; kill += 1) {
      const enough = Math.floor((kill * agreed.size) / (options.kills + 1));
      await waitUntil(() => received.size >= enough, options.patienceMs);
      sapa.kill();
      await sapa.exited();
      sapa = await start();
    }
    const isQuiet = await waitUntil(async () => {
      const counts = (await ask("broadcast.status", { name: "promo" }))?.counts ?? [];
      return !counts.some(({ outcome }) => outcome === "waiting" || outcome === "queued");
    }, options.patienceMs);
    const status = await ask("broadcast.status", { name: "promo" });
    sapa.kill();
    await sapa.exited();
    const fates: Record<string, number> = {};
    for (const { outcome, count } of status?.counts ?? []) {
      fates[outcome] = (fates[outcome] ?? 0) + count;
    }
    const audience = status?.broadcast.audience ?? 0;
    return {
      agreed,
      received,
      audience,
      fates,
      listedUnknown: status?.unknown.length ?? 0,
      isQuiet,
    };
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function fileOf(rate: string): string {
  return `broadcast: promo
format: 1
purpose: ${purpose}
rate: ${rate}
message: { template: { name: promo, language: en } }
`;
}

/** Puts people into the ledger of a bot that has not run yet; the numbers of those who agreed. */
async function gatherPeople(dataFolder: string, count: number): Promise<ReadonlySet<string>> {
  const random = createRealRandom();
  const key = loadSecretKey({
    configured: undefined,
    file: join(dataFolder, "secret.key"),
    random,
  });
  const { store, records } = openSqliteStore({
    file: join(dataFolder, "sapa.db"),
    clock: realClock,
    random,
    log: createQuietLog(),
    leaseMs: minuteMs,
    codec: createPlainCodec(Buffer.from(hmacHex(key, "store"), "hex")),
  });
  const agreed = new Set<string>();
  const at = realClock.now();
  const add = async (index: number) => {
    const value = `62812${String(10_000_000 + index)}`;
    const sender = { scope: "whatsapp", addresses: [{ kind: "phone", value }] } as const;
    const contact = await records.resolvePerson(account, sender, at);
    if (contact === undefined || index % refusesEvery === 0) return;
    agreed.add(value);
    const line = { purpose, answer: "yes", at, wording: "Promo?", source: "test" } as const;
    await records.appendConsent({ contact, ...line });
  };
  for (let first = 0; first < count; first += pageSize) {
    const page = Array.from({ length: Math.min(pageSize, count - first) }, (_, it) => first + it);
    await Promise.all(page.map(add));
  }
  await store.close();
  return agreed;
}

async function post(
  url: string,
  {
    headers,
    body,
  }: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array },
): Promise<number | undefined> {
  try {
    const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/** What of the promises did not hold; empty: all did. */
export function judgeBroadcast(result: BroadcastCrashResult): readonly string[] {
  const { agreed, received, audience, fates, listedUnknown } = result;
  const twice = [...received].filter(([, count]) => count > 1).length;
  const strangers = [...received.keys()].filter((phone) => !agreed.has(phone)).length;
  const sum = Object.values(fates).reduce((total, count) => total + count, 0);
  const told = (fates["sent"] ?? 0) + (fates["unknown"] ?? 0) + (fates["failed"] ?? 0);
  return [
    ...(twice > 0 ? [`${twice} people got it twice`] : []),
    ...(strangers > 0 ? [`${strangers} people got it who did not agree`] : []),
    ...(sum === audience ? [] : [`the sum is ${sum}, and the audience ${audience}`]),
    ...(told === agreed.size ? [] : [`${told} are accounted for, and ${agreed.size} agreed`]),
    ...((fates["sent"] ?? 0) <= received.size ? [] : ["more are told as sent than got it"]),
    ...(received.size <= told ? [] : [`${received.size} got it, and ${told} are told of`]),
    ...((fates["unknown"] ?? 0) === listedUnknown ? [] : ["unknown are not listed"]),
  ];
}
