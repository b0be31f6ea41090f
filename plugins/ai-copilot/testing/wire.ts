import type { Json, JsonObject } from "sapa/plugin";

const encode = (text: string) => new TextEncoder().encode(text);

export function json(status: number, body: Json, headers: Readonly<Record<string, string>> = {}) {
  const all = { "content-type": "application/json", ...headers };
  return { status, headers: all, pieces: [encode(JSON.stringify(body))] };
}

/** Updates of a conversation, one event each. Source: Chat API, chatOverStream, sample response. */
export function updates(frames: readonly string[]) {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream" },
    pieces: frames.map(encode),
  };
}

const message = (text: string, more: JsonObject = {}): JsonObject => ({
  "@odata.type": "#microsoft.graph.copilotConversationResponseMessage",
  id: "m-1",
  text,
  createdDateTime: "2026-11-22T10:00:00Z",
  adaptiveCards: [],
  attributions: [],
  ...more,
});

function frame(fields: JsonObject): string {
  const conversation = { id: "c-1", createdDateTime: "2026-11-22T10:00:00Z", ...fields };
  return `data: ${JSON.stringify(conversation)}\nid:137\n\n`;
}

/** The answer so far. */
export const soFar = (text: string) =>
  frame({
    displayName: "Intermediate Conversation Update",
    state: "active",
    turnCount: 0,
    messages: text === "" ? [] : [message(text)],
  });

/** The end: the question's echo and the answer. */
export const whole = (text: string, more: JsonObject = {}, state = "active") =>
  frame({
    displayName: "Question",
    state,
    turnCount: 1,
    messages: [message("Ada kopi apa?"), message(text, more)],
  });

/** Each piece repeats those before it. */
export const growing = (pieces: readonly string[]) =>
  pieces.map((_, at) => soFar(pieces.slice(0, at + 1).join("")));

export const failure = (code: string): JsonObject => ({
  error: { code, message: "…", innerError: { date: "2026-11-22", "request-id": "r-1" } },
});
