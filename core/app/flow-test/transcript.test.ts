import { expect, test } from "bun:test";
import { hourMs, toMillis } from "#core/lib/millis.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { renderTranscript } from "./transcript.ts";

const message: ShownMessage = {
  vendorId: "wamid.1",
  person: { name: "Sari" },
  at: toMillis(0),
  text: "Halo!\nYang mana?",
  options: [{ id: "latte", title: "Caffè latte" }],
  body: {},
};
const template = {
  ...message,
  options: [],
  template: { name: "order_reminder", values: ["Sari"] },
};

test("a transcript reads like the conversation", () => {
  const lines = renderTranscript(
    [
      { kind: "person", name: "Sari", act: { kind: "text", text: "kopi" } },
      { kind: "bot", message },
      { kind: "person", name: "Sari", act: { kind: "choice", choice: "latte" } },
      { kind: "person", name: "Sari", act: { kind: "reaction", emoji: "👍" } },
      { kind: "note", text: "the process dies" },
      { kind: "time", durationMs: 26 * hourMs, fromAt: toMillis(Date.UTC(2026, 0, 5, 3)) },
      { kind: "bot", message: template },
    ],
    "Asia/Jakarta",
  );
  expect(lines).toEqual([
    "Sari │ kopi",
    " bot │ Halo!",
    "     │ Yang mana?",
    "     │ [Caffè latte]",
    "Sari │ taps [latte]",
    "Sari │ reacts 👍",
    "     · the process dies",
    "     · 1d2h later: Tue, 6 Jan 2026, 12:00",
    ' bot │ template order_reminder("Sari")',
  ]);
});
