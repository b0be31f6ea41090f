import type { JsonObject, Random, SimulatorFaults } from "sapa/plugin";
import { isObject, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { type Answer, refuse } from "./answer.ts";
import { errorBody, errorStatus, type GraphError } from "./graph-error.ts";
import type { GraphReply, GraphRequest } from "./graph-exchange.ts";
import type { Route, Router } from "./graph-router.ts";

export interface GraphHandlerDeps {
  readonly random: Random;
  readonly token: string;
  readonly faults: () => SimulatorFaults;
  readonly route: Router;
}

/** Answers Graph requests: token, path, faults, then what the path is for. */
export function createGraphHandler(deps: GraphHandlerDeps): (request: GraphRequest) => GraphReply {
  return (request) => {
    if (request.authorization !== `Bearer ${deps.token}`) {
      return toReply(deps, refuse({ code: 190, details: "Invalid OAuth access token" }));
    }
    const route = deps.route(request);
    return route.isFragile ? runWithFaults(deps, route, request) : run(deps, route, request);
  };
}

function runWithFaults(deps: GraphHandlerDeps, route: Route, request: GraphRequest): GraphReply {
  const { lostRequest, serverError, rateLimited, lostAnswer } = deps.faults();
  if (chance(deps.random, lostRequest)) return { kind: "dropped" };
  if (chance(deps.random, serverError)) return failHard(deps, route, request);
  if (chance(deps.random, rateLimited)) return toReply(deps, refuse(rateLimit(deps.random)));
  const reply = run(deps, route, request);
  return chance(deps.random, lostAnswer) ? { kind: "dropped" } : reply;
}

function run(deps: GraphHandlerDeps, route: Route, request: GraphRequest): GraphReply {
  if (route.kind !== "json") return toReply(deps, route.run());
  const body = readBody(request);
  if (body === undefined) {
    return toReply(deps, refuse({ code: 100, details: "The body is not a JSON object" }));
  }
  return toReply(deps, route.run(body));
}

function readBody({ body }: GraphRequest): JsonObject | undefined {
  const value = readJson(typeof body === "string" ? body : new TextDecoder().decode(body));
  return isObject(value) ? value : undefined;
}

/**
 * A server error in one of its looks: Meta's own codes, or a page of a gateway that knows no code.
 * Behind the gateway the message was taken in half of the cases: nobody can tell from the answer.
 */
function failHard(deps: GraphHandlerDeps, route: Route, request: GraphRequest): GraphReply {
  const look = deps.random.fraction();
  if (look < 0.25) {
    return toReply(deps, refuse({ code: 131_000, details: "Something went wrong." }));
  }
  if (look < 0.5) {
    return toReply(deps, refuse({ code: 131_016, details: "Service unavailable." }));
  }
  if (look < 0.75) run(deps, route, request);
  return { kind: "answer", status: 502, body: "<html><title>502 Bad Gateway</title></html>" };
}

function rateLimit(random: Random): GraphError {
  const details = "Too many messages were sent in a short period of time.";
  const look = random.fraction();
  if (look < 0.5) return { code: 130_429, details };
  return { code: look < 0.8 ? 131_056 : 4, details };
}

function toReply(deps: GraphHandlerDeps, answer: Answer): GraphReply {
  if (answer.kind === "file") return answer;
  if (answer.kind === "absent") return { kind: "answer", status: 404, body: "" };
  if (answer.kind === "ok") {
    return { kind: "answer", status: 200, body: JSON.stringify(answer.body) };
  }
  const { error, body } = answer;
  const trace = `A${Buffer.from(deps.random.bytes(15)).toString("base64url")}`;
  const whole = { ...body, ...errorBody(error, trace) };
  return { kind: "answer", status: errorStatus(error), body: JSON.stringify(whole) };
}

/** True with the given probability; draws nothing for a fault that is off. */
function chance(random: Random, rate: number | undefined): boolean {
  return rate !== undefined && rate > 0 && random.fraction() < rate;
}
