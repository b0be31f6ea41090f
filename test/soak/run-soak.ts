import { waitUntil } from "#test/wait-until.ts";
import { type OpenPage, openPage } from "./open-page.ts";
import { type Sample, type Slope, slopeOf } from "./slope.ts";
import { type Reading, startWatched, type WatchedProcess } from "./watched-process.ts";

export interface SoakOptions {
  readonly pages: number;
  /** Acts on each page before all else, as fast as they go, to fill what is bounded. */
  readonly fillActs: number;
  readonly warmUpMs: number;
  /** Of traffic that is measured, after the warm-up. */
  readonly measuredMs: number;
  /** Between two acts on one page. */
  readonly everyMs: number;
  readonly tell: (line: string) => void;
}

export interface SoakResult {
  readonly before: Reading;
  readonly open: Reading;
  readonly after: Reading;
  /** Pieces of pages that came over the streams. */
  readonly told: number;
  readonly acts: number;
  readonly resident: Slope | undefined;
  readonly anonymous: Slope | undefined;
  readonly heap: Slope | undefined;
}

/** Acts that one person may do in a row within the limits of the bot. */
const fillRound = 10;
const sampleEveryMs = 8_000;
/** So often in a row nothing may change for it to be quiet, and so many hours may it take at most. */
const quietReadings = 4;
const maxHours = 60;
/** The server closes a quiet connection after 30 s; a busy machine may take its time. */
const settleMs = 120_000;
/** A page is loaded anew after so many acts: streams come and go. */
const reloadAfter = 10;
/** Each is answered by one message: more than that in six seconds to one person would wait in line. */
const words = ["menu", "jam buka"];
const hourMs = 3_600_000;
const megabyte = 1_048_576;

/** Opens pages on `sapa dev`, lets people write on them, and reads what it holds before, with and after. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const sapa = await startWatched("flows");
  try {
    return await soak(sapa, options);
  } finally {
    await sapa.stop();
  }
}

async function soak(sapa: WatchedProcess, options: SoakOptions): Promise<SoakResult> {
  const { pages: count, fillActs, warmUpMs, measuredMs, tell } = options;
  await addPhones(sapa.url, count - 1);
  const phones = Array.from({ length: count }, (_, index) => `p${index + 1}`);
  await fill(sapa.url, phones, fillActs);
  // What is loaded with the first page and the first message stays, and is no page's.
  const first = await openPage(sapa.url, "p1");
  await first.say("kopi");
  await waitUntil(() => first.told > 0, settleMs);
  await first.close();
  const before = await quieten(sapa);
  tell(`before opening   ${countsText(before)}`);

  const pages = await Promise.all(phones.map((phone) => openPage(sapa.url, phone)));
  const open = await settle(sapa, ({ streams }) => streams === count);
  tell(`${count} pages open    ${countsText(open)}`);
  const traffic = startTraffic(pages, options.everyMs);
  await measure(sapa, warmUpMs, (line) => tell(`warming up       ${line}`));
  const samples = await measure(sapa, measuredMs, tell);
  await traffic.stop();
  await Promise.all(pages.map((page) => page.close()));
  await quieten(sapa);
  const isBack = ({ timers, sockets, streams }: Reading) =>
    timers <= before.timers && sockets <= before.sockets && streams <= before.streams;
  const after = await settle(sapa, isBack);
  tell(`after closing    ${countsText(after)}`);
  return {
    before,
    open,
    after,
    told: pages.reduce((total, { told }) => total + told, 0),
    acts: traffic.acts(),
    resident: slopeOf(toSamples(samples, "residentBytes")),
    anonymous: slopeOf(toSamples(samples, "anonymousBytes")),
    heap: slopeOf(toSamples(samples, "heapBytes")),
  };
}

async function addPhones(url: string, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) {
    const status = await post(url, "/phones", { name: `Orang ${made}` });
    if (status !== 303) throw new Error(`no phone added: ${status}`);
  }
}

/** Pushes the world's clock until nothing is to come by itself: receipts, and what waits for its pace. */
async function quieten(sapa: WatchedProcess): Promise<Reading> {
  let reading = await sapa.count();
  let same = 0;
  for (let hour = 0; hour < maxHours && same < quietReadings; hour += 1) {
    await skipHour(sapa.url);
    const next = await sapa.count();
    same = next.timers === reading.timers && next.streams === reading.streams ? same + 1 : 0;
    reading = next;
  }
  return reading;
}

async function skipHour(url: string): Promise<void> {
  await post(url, "/world/clock", { push: "hour" });
  // Receipts are posted, and the next of them planned.
  await Bun.sleep(1_000);
}

async function post(
  url: string,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<number> {
  const { status } = await fetch(`${url}/simulator${path}`, {
    method: "POST",
    headers: { origin: url, connection: "close" },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  return status;
}

/** Chats, logs and caches are bounded: until they are full a process grows, and should. */
async function fill(url: string, phones: readonly string[], acts: number): Promise<void> {
  for (let act = 0; act < acts; act += 1) {
    const text = words[act % words.length] ?? "";
    await Promise.all(
      phones.map((phone) => post(url, `/phones/${phone}/acts`, { kind: "text", text })),
    );
    // Nobody may write more, or be written to more often: an hour later they may again.
    if (act % fillRound === fillRound - 1) await skipHour(url);
  }
}

/** Reads until it is as it should be, or the time for it is over. */
async function settle(
  sapa: WatchedProcess,
  isSettled: (reading: Reading) => boolean,
): Promise<Reading> {
  let reading = await sapa.count();
  await waitUntil(async () => {
    reading = await sapa.count();
    return isSettled(reading);
  }, settleMs);
  return reading;
}

function startTraffic(pages: readonly OpenPage[], everyMs: number) {
  let acts = 0;
  let isOver = false;
  const over = Promise.withResolvers<void>();
  const pause = (ms: number) => Promise.race([Bun.sleep(ms), over.promise]);
  const all = pages.map(async (page, index) => {
    // Not all at the same moment.
    await pause((everyMs / pages.length) * index);
    for (let act = 0; !isOver; act += 1) {
      await page.say(words[(act + index) % words.length] ?? "");
      acts += 1;
      if (act % reloadAfter === reloadAfter - 1) await page.reload();
      await pause(everyMs);
    }
  });

  return {
    acts: () => acts,
    async stop() {
      isOver = true;
      over.resolve();
      await Promise.all(all);
    },
  };
}

type Timed = Reading & { readonly at: number };

async function measure(
  sapa: WatchedProcess,
  forMs: number,
  tell: (line: string) => void,
): Promise<readonly Timed[]> {
  const readings: Timed[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await Bun.sleep(Math.min(sampleEveryMs, Math.max(0, until - performance.now())));
    const reading = { ...(await sapa.read()), at: performance.now() };
    readings.push(reading);
    if (readings.length % 6 === 0) tell(`${countsText(reading)}  ${memoryText(reading)}`);
  }
  return readings;
}

function toSamples(
  readings: readonly Timed[],
  what: "residentBytes" | "anonymousBytes" | "heapBytes",
): readonly Sample[] {
  return readings.map((reading) => ({
    hours: reading.at / hourMs,
    megabytes: reading[what] / megabyte,
  }));
}

function countsText({ timers, sockets, streams }: Reading): string {
  return `timers ${timers}  sockets ${sockets}  streams ${streams}`;
}

function memoryText({ residentBytes, anonymousBytes, heapBytes }: Reading): string {
  const [resident, anonymous, heap] = [residentBytes, anonymousBytes, heapBytes].map((bytes) =>
    (bytes / megabyte).toFixed(2),
  );
  return `resident ${resident} MB, not of files ${anonymous} MB, heap ${heap} MB`;
}
