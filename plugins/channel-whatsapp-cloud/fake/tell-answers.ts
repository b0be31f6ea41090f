import type { Clock, NetworkAnswer } from "sapa/plugin";
import { readSendError } from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import { objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { GraphReply, GraphRequest } from "./graph-exchange.ts";

type Handle = (request: GraphRequest) => GraphReply;
type Listener = (answer: NetworkAnswer) => void;

/** The handler, and who is told of what it answers. Nothing is read while nobody listens. */
export function tellAnswers(
  clock: Clock,
  handle: Handle,
): { readonly handle: Handle; readonly onAnswered: (listener: Listener) => () => void } {
  const listeners = new Set<Listener>();
  return {
    handle: (request) => {
      const reply = handle(request);
      if (listeners.size > 0) {
        const answer = { at: clock.now(), ...describe(request, reply) };
        for (const listener of listeners) listener(answer);
      }
      return reply;
    },
    onAnswered: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function describe({ method, path }: GraphRequest, reply: GraphReply): Omit<NetworkAnswer, "at"> {
  // What stands behind the question mark may be a token or the name of a file.
  const request = `${method} ${path.split("?")[0] ?? ""}`;
  if (reply.kind === "dropped") return { request, status: undefined };
  if (reply.kind === "file") return { request, status: 200 };
  const { status, body } = reply;
  const error = status === 200 ? undefined : objectOf(objectOf(readJson(body))?.["error"]);
  return { request, status, ...(error === undefined ? {} : { error: readSendError(error) }) };
}
