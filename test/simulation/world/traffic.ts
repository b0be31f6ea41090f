import type { EventKind } from "#core/model/event.ts";

interface TrafficRule {
  /** The kind of event that it must become, exactly once. */
  readonly becomes: EventKind;
  /** True for what opens the customer service window. Source: Cloud API reference, 2.11 and 4.4. */
  readonly opensWindow: boolean;
}

/** Everything that comes in, by the name under which a run counts it. */
export const traffic = {
  text: { becomes: "message", opensWindow: true },
  "text with a quote": { becomes: "message", opensWindow: true },
  "text passed on": { becomes: "message", opensWindow: true },
  "text from an advertisement": { becomes: "message", opensWindow: true },
  image: { becomes: "message", opensWindow: true },
  video: { becomes: "message", opensWindow: true },
  audio: { becomes: "message", opensWindow: true },
  "voice note": { becomes: "message", opensWindow: true },
  document: { becomes: "message", opensWindow: true },
  sticker: { becomes: "message", opensWindow: true },
  location: { becomes: "message", opensWindow: true },
  "visiting card": { becomes: "message", opensWindow: true },
  "own number": { becomes: "message", opensWindow: true },
  "button of a message": { becomes: "message", opensWindow: true },
  "row of a list": { becomes: "message", opensWindow: true },
  "button of a template": { becomes: "message", opensWindow: true },
  form: { becomes: "message", opensWindow: true },
  address: { becomes: "message", opensWindow: true },
  cart: { becomes: "message", opensWindow: true },
  reaction: { becomes: "message", opensWindow: false },
  "reaction taken back": { becomes: "message", opensWindow: false },
  edited: { becomes: "edited", opensWindow: false },
  "taken back": { becomes: "revoked", opensWindow: false },
  unsupported: { becomes: "message", opensWindow: false },
  "unknown kind": { becomes: "message", opensWindow: false },
  "chat opened": { becomes: "message", opensWindow: false },
  "call allowed": { becomes: "message", opensWindow: false },
  group: { becomes: "account", opensWindow: false },
  "number changed": { becomes: "identity", opensWindow: false },
  "id changed": { becomes: "identity", opensWindow: false },
  "on standby": { becomes: "overheard", opensWindow: true },
  "on standby, not to be read": { becomes: "overheard", opensWindow: false },
  echo: { becomes: "echo", opensWindow: false },
  "echo of another app": { becomes: "account", opensWindow: false },
  handover: { becomes: "ownership", opensWindow: false },
  "handover of nobody": { becomes: "account", opensWindow: false },
  preference: { becomes: "preference", opensWindow: false },
  call: { becomes: "called", opensWindow: true },
  "call over": { becomes: "account", opensWindow: false },
  "template decided": { becomes: "account", opensWindow: false },
  "template rated": { becomes: "account", opensWindow: false },
  "account restricted": { becomes: "account", opensWindow: false },
  "number's limit": { becomes: "account", opensWindow: false },
  "account's error": { becomes: "account", opensWindow: false },
  "other update": { becomes: "account", opensWindow: false },
} as const satisfies Readonly<Record<string, TrafficRule>>;

export type Traffic = keyof typeof traffic;
