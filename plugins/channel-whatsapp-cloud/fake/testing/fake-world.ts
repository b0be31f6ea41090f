import type { Clock, Json, JsonObject, Random, SimulatedPerson, WebhookRequest } from "sapa/plugin";
import { createFakeGraph } from "#plugins/channel-whatsapp-cloud/fake/create-fake-graph.ts";
import type { FakeGraph } from "#plugins/channel-whatsapp-cloud/fake/fake-graph.ts";
import {
  type FakeGraphOptions,
  fakeSettings,
} from "#plugins/channel-whatsapp-cloud/fake/fake-options.ts";
import type {
  GraphReply,
  GraphRequest,
} from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import { objectsOf } from "#plugins/channel-whatsapp-cloud/fake/objects-of.ts";
import { objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** A person of whom everything is told. */
export const sari = {
  name: "Sari",
  userId: "ID.11111111111111111111",
  phone: "6281234567890",
  username: "sari.w",
} as const satisfies SimulatedPerson;

const numberPath = "/v26.0/200000000000002";
const accountPath = "/v26.0/100000000000001";

/** An answer of the fake, as tests look at it. */
export interface Told {
  readonly status: number;
  /** Meta's error code; undefined for no error. */
  readonly code: Json | undefined;
  readonly details: Json | undefined;
  readonly body: JsonObject;
}

/** A fake with everything that it delivered. */
export interface FakeWorld {
  readonly fake: FakeGraph;
  readonly requests: readonly WebhookRequest[];
  /** The items of `changes[]` that were delivered, in order. */
  readonly changes: () => readonly JsonObject[];
  /** The items of `statuses[]`, likewise. */
  readonly statuses: () => readonly JsonObject[];
  /** The last item of `messages[]`. */
  readonly lastMessage: () => JsonObject;
  readonly send: (message: JsonObject, to?: JsonObject) => Told;
  /** A request below the phone number. */
  readonly ask: (method: GraphRequest["method"], edge: string, body?: Json) => Told;
  /** A request below the messaging account. */
  readonly askAccount: (method: GraphRequest["method"], edge: string, body?: Json) => Told;
  /** A request to any path. */
  readonly askPath: (method: GraphRequest["method"], path: string, body?: Json) => Told;
  readonly raw: (
    request: Partial<GraphRequest> & Pick<GraphRequest, "method" | "path">,
  ) => GraphReply;
}

/** Opens a fake whose webhooks are all taken. */
export function openFakeWorld(
  ports: { readonly clock: Clock; readonly random: Random },
  more: Partial<FakeGraphOptions> = {},
): FakeWorld {
  const requests: WebhookRequest[] = [];
  const fake = createFakeGraph({
    ...ports,
    deliver: (request) => {
      requests.push(request);
      return Promise.resolve(200);
    },
    ...more,
  });
  const raw: FakeWorld["raw"] = (request) =>
    fake.handle({ authorization: `Bearer ${fakeSettings.token}`, body: "", ...request });
  const askPath: FakeWorld["askPath"] = (method, path, body) =>
    toTold(raw({ method, path, body: body === undefined ? "" : JSON.stringify(body) }));
  const changes = () => requests.flatMap((request) => changesOf(request.body));
  const valuesOf = (list: string) =>
    changes().flatMap((change) => objectsOf(objectOf(change["value"])?.[list]));
  return {
    fake,
    requests,
    changes,
    statuses: () => valuesOf("statuses"),
    lastMessage: () => valuesOf("messages").at(-1) ?? {},
    send: (message, to = { to: `+${sari.phone}` }) =>
      askPath("POST", `${numberPath}/messages`, {
        messaging_product: "whatsapp",
        ...to,
        ...message,
      }),
    ask: (method, edge, body) => askPath(method, `${numberPath}${edge}`, body),
    askAccount: (method, edge, body) => askPath(method, `${accountPath}${edge}`, body),
    askPath,
    raw,
  };
}

/** The items of `changes[]` in the bytes of a webhook. */
function changesOf(body: Uint8Array): readonly JsonObject[] {
  const envelope = objectOf(readJson(new TextDecoder().decode(body)));
  return objectsOf(envelope?.["entry"]).flatMap((entry) => objectsOf(entry["changes"]));
}

function toTold(reply: GraphReply): Told {
  if (reply.kind !== "answer") return { status: 0, code: reply.kind, details: "", body: {} };
  const body = objectOf(readJson(reply.body)) ?? {};
  const error = objectOf(body["error"]);
  const details = objectOf(error?.["error_data"])?.["details"];
  return { status: reply.status, code: error?.["code"], details, body };
}
