import type { JsonObject } from "sapa/plugin";
import { type Answer, refuse, succeeded } from "./answer.ts";
import type { BlockList } from "./endpoints/block-list.ts";
import type { BusinessProfile } from "./endpoints/business-profile.ts";
import { deleteContact } from "./endpoints/contact-book.ts";
import { type NumberState, showNumber } from "./endpoints/phone-number.ts";
import { controlThread, type ThreadControlDeps } from "./endpoints/thread-control.ts";
import { type GraphError, unknownObject } from "./graph-error.ts";
import type { GraphRequest } from "./graph-exchange.ts";
import { deleteMedia, downloadMedia, lookUpMedia, uploadMedia } from "./media/media-endpoint.ts";
import type { MediaStore, StoredFile } from "./media/media-store.ts";
import type { Template } from "./templates/template.ts";
import {
  createTemplate,
  deleteTemplates,
  editTemplate,
  listTemplates,
  showTemplate,
  type TemplateEndpointDeps,
  unpauseTemplate,
} from "./templates/template-endpoint.ts";
import type { FakeNumber } from "./webhook-body.ts";

/** What a path is for. `isFragile`: the network's faults strike it. */
export type Route =
  | { readonly kind: "json"; readonly isFragile: boolean; run(body: JsonObject): Answer }
  | { readonly kind: "plain"; readonly isFragile: boolean; run(): Answer };

export type Router = (request: GraphRequest) => Route;

export interface GraphRouterDeps extends TemplateEndpointDeps, ThreadControlDeps {
  readonly number: FakeNumber;
  readonly numberState: () => NumberState;
  readonly media: MediaStore;
  /** Where files are fetched from by who does not say where the request went. */
  readonly origin: () => string;
  readonly profile: BusinessProfile;
  readonly blockList: BlockList;
  readonly postMessage: (body: JsonObject) => Answer;
}

/** A path's object, what of it is meant, and the query. */
interface Target {
  readonly id: string;
  readonly edge: string;
  readonly query: URLSearchParams;
}

const pathPattern = /^\/v\d+\.\d+\/([^/?]+)(?:\/([a-z_]+))?\/?(?:\?(.*))?$/;
const filePattern = /^\/whatsapp_business\/attachments\/\?(.*)$/;

/** Finds out what a request is for. */
export function createGraphRouter(deps: GraphRouterDeps): Router {
  const messages: Route = { kind: "json", isFragile: true, run: deps.postMessage };
  const messagesEnd = `/${deps.number.phoneNumberId}/messages`;
  return (request) => {
    const { path, method } = request;
    const match = pathPattern.exec(path);
    // The hot path: no object is looked for, no query is read.
    if (match !== null && method === "POST" && path.endsWith(messagesEnd)) return messages;
    if (match === null) return fileRoute(deps, request);
    const [, id = "", edge = "", query] = match;
    const target = { id, edge, query: new URLSearchParams(query) };
    if (id === deps.number.phoneNumberId) return numberRoute(deps, request, target);
    if (id === deps.number.messagingAccountId) return accountRoute(deps, request, target);
    const file = deps.media.find(id);
    if (file !== undefined) return mediaRoute(deps, request, target, file);
    const template = deps.templates.byId(id);
    if (template !== undefined) return templateRoute(deps, request, target, template);
    return refused(unknownObject(id));
  };
}

function fileRoute(deps: GraphRouterDeps, { method, path }: GraphRequest): Route {
  const query = filePattern.exec(path)?.[1];
  if (query === undefined || method !== "GET") return unsupported(method);
  return fragile(() => downloadMedia(deps.media, new URLSearchParams(query)));
}

function numberRoute(deps: GraphRouterDeps, request: GraphRequest, target: Target): Route {
  const { method } = request;
  const { edge, query } = target;
  switch (`${method} ${edge}`) {
    case "GET ":
      return plain(() => showNumber(deps.number, deps.numberState(), query.get("fields")));
    case "POST media":
      return fragile(() => uploadMedia(deps.media, request));
    case "GET whatsapp_business_profile":
      return plain(() => deps.profile.show(query));
    case "POST whatsapp_business_profile":
      return json((body) => deps.profile.change(body));
    case "GET block_users":
      return plain(() => deps.blockList.list(query));
    case "POST block_users":
      return json((body) => deps.blockList.block(body));
    case "DELETE block_users":
      return json((body) => deps.blockList.unblock(body));
    case "POST thread_control":
      return json((body) => controlThread(deps, body));
    case "DELETE contact_book":
      return plain(() => deleteContact(deps.people, query));
    default:
      return unsupported(method);
  }
}

function accountRoute(deps: GraphRouterDeps, { method }: GraphRequest, target: Target): Route {
  const { edge, query } = target;
  switch (`${method} ${edge}`) {
    case "GET message_templates":
      return plain(() => listTemplates(deps, query));
    case "POST message_templates":
      return json((body) => createTemplate(deps, body));
    case "DELETE message_templates":
      return plain(() => deleteTemplates(deps, query));
    case "POST subscribed_apps":
    case "DELETE subscribed_apps":
      return plain(() => succeeded);
    default:
      return unsupported(method);
  }
}

function mediaRoute(
  deps: GraphRouterDeps,
  { method, origin }: GraphRequest,
  { edge, query }: Target,
  file: StoredFile,
): Route {
  const { phoneNumberId } = deps.number;
  switch (`${method} ${edge}`) {
    case "GET ":
      return fragile(() =>
        lookUpMedia(deps.media, file, phoneNumberId, query, origin ?? deps.origin()),
      );
    case "DELETE ":
      return plain(() => deleteMedia(deps.media, file));
    default:
      return unsupported(method);
  }
}

function templateRoute(
  deps: GraphRouterDeps,
  { method }: GraphRequest,
  { edge, query }: Target,
  template: Template,
): Route {
  switch (`${method} ${edge}`) {
    case "GET ":
      return plain(() => showTemplate(template, query));
    case "POST ":
      return json((body) => editTemplate(deps, template, body));
    case "POST unpause":
      return plain(() => unpauseTemplate(deps, template));
    default:
      return unsupported(method);
  }
}

function json(run: (body: JsonObject) => Answer): Route {
  return { kind: "json", isFragile: false, run };
}

function plain(run: () => Answer): Route {
  return { kind: "plain", isFragile: false, run };
}

function fragile(run: () => Answer): Route {
  return { kind: "plain", isFragile: true, run };
}

function refused(error: GraphError): Route {
  return plain(() => refuse(error));
}

function unsupported(method: string): Route {
  return refused({ code: 100, details: `Unsupported ${method} request` });
}
