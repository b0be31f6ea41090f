import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import type { Embedded } from "#core/engine/ai/embed.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { KnowledgeIndex, KnowledgeVectors } from "#core/model/ports/knowledge.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { createVectorKeeper } from "./create-vector-keeper.ts";
import { searchIndex } from "./search-index.ts";
import { concepts, toVector } from "./testing/concept-vectors.ts";

let index: KnowledgeIndex;
let clock: VirtualClock;
beforeEach(() => {
  index = openKnowledgeIndex(":memory:");
  clock = new VirtualClock(0);
});
afterEach(() => index.close());

function publish(files: Readonly<Record<string, readonly string[]>>): void {
  for (const [file, texts] of Object.entries(files)) {
    const chunks = texts.map((text, line) => ({ heading: "", line: line + 1, text }));
    index.stage("menu", { file, mark: texts.join(), stamp: texts.join(), chunks });
  }
  index.publish("menu", Object.keys(files));
}

/** An embedder that remembers what it was asked, and may fail. */
function open(change: { space?: string; length?: number; vectors?: KnowledgeVectors } = {}) {
  const { space = "model-a", length = concepts.length, vectors = index.vectors } = change;
  const asked: string[][] = [];
  const state = { isDown: false, length };
  const log = createQuietLog();
  const stop = new AbortController();
  const embed = (texts: readonly string[]): Promise<Embedded> => {
    asked.push([...texts]);
    if (state.isDown)
      return Promise.resolve({ kind: "unmade", message: "lokal: it is down", isFault: true });
    const made = texts.map((text) =>
      Float32Array.from({ length: state.length }, (_, at) => toVector(text)[at] ?? 0),
    );
    return Promise.resolve({ kind: "made", vectors: made });
  };
  const { signal } = stop;
  const keeper = createVectorKeeper({ vectors, space, embed, clock, log, signal });
  return { ...keeper, asked, state, log, stop };
}

const find = async (question: string, space = "model-a") => {
  const embed = () => Promise.resolve(toVector(question));
  const finding = searchIndex(index, ["menu"], question, { space, embed, clock });
  await clock.advance(1);
  return (await finding).map(({ text, wordsRank, meaningRank }) => [text, wordsRank, meaningRank]);
};

describe("the vectors of a folder", () => {
  test("are made once for each text, and of what changed alone", async () => {
    publish({ "a.md": ["kopi susu", "teh"], "b.md": ["teh", "roti"] });
    const { keep, asked } = open();
    await keep("menu");
    expect(asked).toEqual([["kopi susu", "teh", "roti"]]);
    publish({ "a.md": ["kopi susu", "pisang"], "c.md": ["teh", "roti"] });
    await keep("menu");
    expect(asked.slice(1)).toEqual([["pisang"]]);
    publish({ "a.md": ["kopi susu"] });
    publish({ "a.md": ["kopi susu", "teh"] });
    await keep("menu");
    // What is gone was forgotten.
    expect(asked.slice(2)).toEqual([["teh"]]);
  });

  test("find what no word of the question is in, beside what they are in", async () => {
    publish({ "a.md": ["Kurir berangkat setiap jam", "Kopi tubruk", "Harga kopi 12.000"] });
    expect(await find("diantar kah? harga")).toEqual([["Harga kopi 12.000", 1, undefined]]);
    const { keep } = open();
    await keep("menu");
    expect(await find("diantar kah? harga")).toEqual([
      ["Harga kopi 12.000", 1, 2],
      ["Kurir berangkat setiap jam", undefined, 1],
    ]);
  });

  test("of another model are made anew, and never compared", async () => {
    publish({ "a.md": ["kopi"] });
    await open().keep("menu");
    const other = open({ space: "model-b" });
    await other.keep("menu");
    expect(other.asked).toEqual([["kopi"]]);
    expect(index.vectors.lengthOf("model-a")).toBeUndefined();
  });

  test("of another length under the same name are made anew", async () => {
    publish({ "a.md": ["kopi", "teh"] });
    await open({ length: 3 }).keep("menu");
    expect(index.vectors.lengthOf("model-a")).toBe(3);
    let isTold = false;
    const search = { space: "model-a", embed: () => Promise.resolve(toVector("kopi")), clock };
    const hits = await searchIndex(index, ["menu"], "kopi", {
      ...search,
      onOtherLength() {
        isTold = true;
      },
    });
    expect([isTold, hits[0]?.meaningRank]).toEqual([true, undefined]);
    publish({ "a.md": ["kopi", "teh", "roti"] });
    const { keep, asked } = open();
    await keep("menu");
    expect(asked).toEqual([["roti"], ["kopi", "teh"]]);
    expect(index.vectors.lengthOf("model-a")).toBe(concepts.length);
  });

  test("are tried again after a rest when they could not be made", async () => {
    publish({ "a.md": ["kopi"] });
    const { keep, asked, state, log } = open();
    state.isDown = true;
    await keep("menu");
    expect(log.lines.at(-1)).toMatchObject({
      event: "knowledge.not-embedded",
      fields: { why: "lokal: it is down" },
    });
    expect((await find("kopi")).map(([text]) => text)).toEqual(["kopi"]);
    state.isDown = false;
    await clock.advance(11 * minuteMs);
    expect(asked).toHaveLength(2);
    expect(index.vectors.lengthOf("model-a")).toBe(concepts.length);
  });

  test("are tried once a rest, however often the folder changes meanwhile", async () => {
    publish({ "a.md": ["kopi"] });
    const { keep, asked, state } = open();
    state.isDown = true;
    for (let change = 0; change < 5; change += 1) await keep("menu");
    expect(asked).toHaveLength(1);
    await clock.advance(11 * minuteMs);
    expect(asked).toHaveLength(2);
    await clock.advance(10 * minuteMs);
    expect(asked).toHaveLength(3);
  });

  test("are tried again after a rest when the index could not be read", async () => {
    publish({ "a.md": ["kopi"] });
    let reads = 0;
    const vectors: KnowledgeVectors = {
      ...index.vectors,
      bare(...wanted) {
        reads += 1;
        if (reads === 2) throw new Error("the disk is away");
        return index.vectors.bare(...wanted);
      },
    };
    const { keep, state, log } = open({ vectors });
    state.isDown = true;
    await keep("menu");
    state.isDown = false;
    await clock.advance(11 * minuteMs);
    expect(log.lines.at(-1)?.fields).toMatchObject({ why: "the disk is away" });
    await clock.advance(10 * minuteMs);
    expect(index.vectors.lengthOf("model-a")).toBe(concepts.length);
  });

  test("are not made without end by an embedder that changes their length each time", async () => {
    publish({ "a.md": ["kopi", "teh"] });
    const { keep, forget, asked, state, log } = open({ length: 3 });
    await keep("menu");
    for (let change = 0; change < 4; change += 1) {
      state.length = state.length === 3 ? 4 : 3;
      publish({ "a.md": ["kopi", "teh", `roti ${change}`] });
      await keep("menu");
    }
    // The new text, and the others once; then the next new text, and a rest.
    expect(asked.map(({ length }) => length)).toEqual([2, 1, 2, 1]);
    expect(log.lines.at(-1)).toMatchObject({ event: "knowledge.not-embedded" });
    expect(forget()).toBe(false);
    expect(index.vectors.lengthOf("model-a")).toBe(4);
    await clock.advance(61 * minuteMs);
    expect(index.vectors.lengthOf("model-a")).toBe(3);
  });

  test("wait while somebody else writes, and stop when they are called off", async () => {
    publish({ "a.md": ["kopi"] });
    let isBusy = true;
    const vectors: KnowledgeVectors = {
      ...index.vectors,
      put: (space, made) => !isBusy && index.vectors.put(space, made),
    };
    const { keep, stop } = open({ vectors });
    const keeping = keep("menu");
    await clock.advance(2_000);
    expect(index.vectors.lengthOf("model-a")).toBeUndefined();
    isBusy = false;
    await clock.advance(1_000);
    await keeping;
    expect(index.vectors.lengthOf("model-a")).toBe(concepts.length);
    stop.abort();
    publish({ "a.md": ["teh"] });
    await keep("menu");
    expect(index.vectors.bare("menu", "model-a", 9)).toHaveLength(1);
  });
});
