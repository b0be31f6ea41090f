import { expect, test } from "bun:test";
import { readAct } from "./read-act.ts";

const sari = { name: "Sari", userId: "ID.1" };

test.each([
  [
    { kind: "text", text: "hi", replyTo: "w" },
    { kind: "text", text: "hi", replyTo: "w" },
  ],
  [
    { kind: "text", text: "hi", replyTo: "" },
    { kind: "text", text: "hi" },
  ],
  [
    { kind: "location", latitude: "-6.9", longitude: "107.6", name: "" },
    { kind: "location", latitude: -6.9, longitude: 107.6 },
  ],
  [
    { kind: "contacts", name: "Budi", phone: "+62 1" },
    { kind: "contacts", contacts: [{ name: { formatted: "Budi" }, phones: [{ phone: "+62 1" }] }] },
  ],
  [
    { kind: "form", answer: "day: monday\n\nnote: a: b\nnothing" },
    { kind: "form", answer: { day: "monday", note: "a: b" } },
  ],
  [
    { kind: "order", sku: "latte", quantity: "2", price: "24000" },
    { kind: "order", items: [{ sku: "latte", quantity: 2, price: 24_000, currency: "IDR" }] },
  ],
  [{ kind: "share_number" }, { kind: "share_number", phone: "6281200099999" }],
  [
    { kind: "call_permission", given: "no" },
    { kind: "call_permission", isGiven: false },
  ],
  [
    { kind: "media", file: new File(["Ogg"], "v.ogg", { type: "audio/ogg; codecs=opus" }) },
    {
      kind: "media",
      media: "audio",
      mime: "audio/ogg",
      content: new TextEncoder().encode("Ogg"),
      voice: true,
    },
  ],
  [
    { kind: "media", file: new File(["abc"], "a.pdf", { type: "application/pdf" }), caption: "" },
    {
      kind: "media",
      media: "document",
      mime: "application/pdf",
      content: new TextEncoder().encode("abc"),
      filename: "a.pdf",
    },
  ],
])("%j is an act", async (fields, act) => {
  expect(JSON.stringify(await readAct(fields, sari))).toBe(JSON.stringify(act));
});

test.each([
  {},
  { kind: "text", text: "" },
  { kind: "vendor", message: "{}" },
  { kind: "location", latitude: "north", longitude: "1" },
  { kind: "media", file: "a.pdf" },
  { kind: "media", file: new File([], "empty") },
])("%j is none", async (fields) => {
  expect(await readAct(fields, sari)).toBeUndefined();
});
