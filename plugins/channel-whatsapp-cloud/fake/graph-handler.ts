import type { Json, JsonObject, Random, SimulatorFaults } from "sapa/plugin";
import { isObject, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { errorBody, errorStatus, type GraphError } from "./graph-error.ts";
import type { GraphReply, GraphRequest } from "./graph-exchange.ts";
import type { Answer } from "./messages-endpoint.ts";
import type { FakeNumber } from "./webhook-body.ts";

export interface GraphHandlerDeps {
  readonly random: Random;
  readonly number: FakeNumber;
  readonly token: string;
  readonly faults: () => SimulatorFaults;
  readonly postMessage: (body: JsonObject) => Answer;
}

/** Answers Graph requests: token, path, faults, then the message itself. */
export function createGraphHandler(deps: GraphHandlerDeps): (request: GraphRequest) => GraphReply {
  return (request) => {
    if (request.authorization !== `Bearer ${deps.token}`) {
      return refuse(deps, { code: 190, details: "Invalid OAuth access token" });
    }
    const match = /^\/v\d+\.\d+\/([^/?]+)(\/messages)?(?:\?(.*))?$/.exec(request.path);
    if (match === null) return refuse(deps, { code: 100, details: "Unsupported request" });
    if (match[1] !== deps.number.phoneNumberId) {
      const details = `Object with ID '${match[1]}' does not exist or cannot be loaded.`;
      return refuse(deps, { code: 33, details });
    }
    if (match[2] === undefined && request.method === "GET") {
      return ok(numberFields(deps.number, new URLSearchParams(match[3]).get("fields")));
    }
    if (match[2] === undefined || request.method !== "POST") {
      return refuse(deps, { code: 100, details: `Unsupported ${request.method} request` });
    }
    return postWithFaults(deps, request.body);
  };
}

function postWithFaults(deps: GraphHandlerDeps, text: string): GraphReply {
  const { lostRequest, serverError, rateLimited, lostAnswer } = deps.faults();
  if (chance(deps.random, lostRequest)) return { kind: "dropped" };
  if (chance(deps.random, serverError)) return failHard(deps, text);
  if (chance(deps.random, rateLimited)) return refuse(deps, rateLimit(deps.random));
  const reply = post(deps, text);
  return chance(deps.random, lostAnswer) ? { kind: "dropped" } : reply;
}

function post(deps: GraphHandlerDeps, text: string): GraphReply {
  const body = readJson(text);
  if (!isObject(body)) return refuse(deps, { code: 100, details: "The body is not a JSON object" });
  const answer = deps.postMessage(body);
  return answer.kind === "ok" ? ok(answer.body) : refuse(deps, answer.error);
}

/**
 * A server error in one of its looks: Meta's own codes, or a page of a gateway that knows no code.
 * Behind the gateway the message was taken in half of the cases: nobody can tell from the answer.
 */
function failHard(deps: GraphHandlerDeps, text: string): GraphReply {
  const look = deps.random.fraction();
  if (look < 0.25) return refuse(deps, { code: 131_000, details: "Something went wrong." });
  if (look < 0.5) return refuse(deps, { code: 131_016, details: "Service unavailable." });
  if (look < 0.75) post(deps, text);
  return { kind: "answer", status: 502, body: "<html><title>502 Bad Gateway</title></html>" };
}

function rateLimit(random: Random): GraphError {
  const details = "Too many messages were sent in a short period of time.";
  const look = random.fraction();
  if (look < 0.5) return { code: 130_429, details };
  return { code: look < 0.8 ? 131_056 : 4, details };
}

function numberFields(number: FakeNumber, fields: string | null): Json {
  const all: JsonObject = {
    verified_name: number.verifiedName,
    display_phone_number: number.displayPhoneNumber,
    code_verification_status: "VERIFIED",
    quality_rating: "GREEN",
    platform_type: "CLOUD_API",
    throughput: { level: "STANDARD" },
    webhook_configuration: {},
  };
  const wanted = fields?.split(",") ?? Object.keys(all);
  const shown = Object.entries(all).filter(([name]) => wanted.includes(name));
  return { ...Object.fromEntries(shown), id: number.phoneNumberId };
}

function ok(body: Json): GraphReply {
  return { kind: "answer", status: 200, body: JSON.stringify(body) };
}

function refuse(deps: GraphHandlerDeps, error: GraphError): GraphReply {
  const trace = `A${Buffer.from(deps.random.bytes(15)).toString("base64url")}`;
  return { kind: "answer", status: errorStatus(error), body: errorBody(error, trace) };
}

/** True with the given probability; draws nothing for a fault that is off. */
function chance(random: Random, rate: number | undefined): boolean {
  return rate !== undefined && rate > 0 && random.fraction() < rate;
}
