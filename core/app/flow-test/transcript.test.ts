import { expect, test } from "bun:test";
import { hourMs, toMillis } from "#core/lib/millis.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import type { Said } from "./said.ts";
import { renderTranscript } from "./transcript.ts";

const shown: ShownMessage = {
  vendorId: "wamid.1",
  person: { name: "Sari" },
  at: toMillis(0),
  text: "Halo!\nYang mana?",
  options: [{ id: "latte", title: "Caffè latte" }],
  body: {},
};
const message: Said = { shown, options: [...shown.options], parts: { footer: "Tanpa gula" } };
const template: Said = {
  shown: { ...shown, options: [], template: { name: "order_reminder", values: ["Sari"] } },
  options: [],
  parts: { language: "id" },
};

test("a transcript reads like the conversation", () => {
  const lines = renderTranscript(
    [
      { kind: "person", name: "Sari", acts: [{ kind: "text", text: "kopi" }] },
      { kind: "bot", message },
      { kind: "person", name: "Sari", acts: [{ kind: "choice", choice: "latte" }] },
      { kind: "person", name: "Sari", acts: [{ kind: "reaction", emoji: "👍" }] },
      {
        kind: "person",
        name: "Sari",
        acts: [{ kind: "media", media: "image", file: "bukti.jpg", caption: "Ini" }],
      },
      { kind: "person", name: "Sari", acts: [{ kind: "text", text: "ya", quotes: "last" }] },
      { kind: "person", name: "Sari", acts: [{ kind: "move", phone: "6281200000009" }] },
      { kind: "note", text: "the process dies" },
      { kind: "time", durationMs: 26 * hourMs, fromAt: toMillis(Date.UTC(2026, 0, 5, 3)) },
      { kind: "bot", message: template },
    ],
    "Asia/Jakarta",
  );
  expect(lines.map(({ text }) => text)).toEqual([
    "  Sari │ kopi",
    "   bot │ Halo!",
    "       │ Yang mana?",
    "       │ (footer: Tanpa gula)",
    "       │ [Caffè latte]",
    "  Sari │ taps [latte]",
    "  Sari │ reacts 👍",
    "  Sari │ sends bukti.jpg",
    "       │ Ini",
    "  Sari │ (quotes: last)",
    "       │ ya",
    "  Sari │ gets another number: 6281200000009",
    "       · the process dies",
    "       · 1d2h later: Tue, 6 Jan 2026, 12:00",
    '   bot │ template order_reminder("Sari")',
  ]);
  expect(lines.map(({ tone }) => tone).slice(0, 2)).toEqual(["person", undefined]);
  expect(lines.at(-2)?.tone).toBe("dim");
});
