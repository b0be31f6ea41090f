import {
  type ChannelTemplates,
  dayMs,
  hourMs,
  type JsonObject,
  type NetReply,
  type NetworkTemplate,
  type SendError,
  type TemplateListing,
  type TemplateOutcome,
} from "sapa/plugin";
import { findEntry } from "#plugins/channel-whatsapp-cloud/errors/find-entry.ts";
import {
  readErrorCode,
  readSendError,
} from "#plugins/channel-whatsapp-cloud/errors/read-send-error.ts";
import type { GraphClient } from "#plugins/channel-whatsapp-cloud/outbound/graph-client.ts";
import { netError, unansweredError } from "#plugins/channel-whatsapp-cloud/outbound/net-error.ts";
import { listOf, objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { readNetworkTemplate } from "./read-network-template.ts";
import { createRequest, editRequest } from "./template-request.ts";
import { readCategoryWord, readStatusWord } from "./template-words.ts";

/** Pages that are read at most: 6,000 templates, which is all that an account may have. Reference 3.5. */
const maxPages = 60;
const fields = "name,language,status,category,quality_score,rejected_reason,components";

/** The templates of the Messaging account. Source: Cloud API reference, 3.5. */
export function manageTemplates(client: GraphClient): ChannelTemplates {
  const { messagingAccountId: account } = client;
  const templatesPath = `${account}/message_templates`;
  /** Nothing is asked of Meta while nobody says whose templates. */
  const change = async (request: () => Promise<NetReply>): Promise<TemplateOutcome> =>
    account === undefined ? failed(noAccount, true) : readOutcome(await request());
  return {
    rules: {
      editsPerDay: 1,
      editsPerMonth: 10,
      monthMs: 30 * dayMs,
      createsPerHour: 100,
      nameRestMs: 30 * dayMs,
      pauseMs: 6 * hourMs,
    },
    async list() {
      if (account === undefined) return { kind: "failed", error: noAccount };
      return await listAll(client, templatesPath);
    },
    create: (definition) =>
      change(() => client.manage("POST", templatesPath, createRequest(definition))),
    edit: (vendorId, definition, hasCategory) =>
      change(() => client.manage("POST", vendorId, editRequest(definition, hasCategory))),
    remove: ({ vendorId, name }) =>
      change(() =>
        client.manage(
          "DELETE",
          `${templatesPath}?hsm_id=${encodeURIComponent(vendorId)}&name=${encodeURIComponent(name)}`,
        ),
      ),
  };
}

async function listAll(client: GraphClient, path: string): Promise<TemplateListing> {
  const templates: NetworkTemplate[] = [];
  let after = "";
  for (let page = 0; page < maxPages; page += 1) {
    const reply = await client.manage("GET", `${path}?fields=${fields}&limit=100${after}`);
    const { body, error } = readReply(reply);
    if (error !== undefined) return { kind: "failed", error };
    templates.push(...listOf(body?.["data"]).flatMap((item) => readNetworkTemplate(item) ?? []));
    const paging = objectOf(body?.["paging"]);
    const cursor = textOf(objectOf(paging?.["cursors"])?.["after"]);
    if (paging?.["next"] === undefined || cursor === undefined) break;
    after = `&after=${encodeURIComponent(cursor)}`;
  }
  return { kind: "listed", templates };
}

function readOutcome(reply: NetReply): TemplateOutcome {
  const { body, error, code } = readReply(reply);
  if (error !== undefined) {
    const outcome = code === undefined ? undefined : findEntry(code)?.outcome;
    const isWhole = code === undefined || outcome === "paused" || outcome === "retry";
    return failed(error, isWhole, reply.kind === "broken");
  }
  const vendorId = textOf(body?.["id"]);
  const status = readStatusWord(textOf(body?.["status"]) ?? "PENDING");
  const category = readCategoryWord(textOf(body?.["category"]) ?? "");
  return {
    kind: "done",
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(status === undefined ? {} : { status }),
    ...(category === undefined ? {} : { category }),
  };
}

interface Reply {
  readonly body?: JsonObject | undefined;
  readonly error?: SendError;
  readonly code?: number;
}

function readReply(reply: NetReply): Reply {
  if (reply.kind !== "answer") return { error: unansweredError(reply, lookAtPlan) };
  const body = objectOf(readJson(reply.body));
  const error = objectOf(body?.["error"]);
  const code = readErrorCode(error);
  if (error !== undefined && code !== undefined) return { error: readSendError(error), code };
  if (reply.status === 200 && body !== undefined) return { body };
  return { error: netError(`HTTP_${reply.status}`, "The answer is not that of Meta's templates") };
}

function failed(error: SendError, isWhole: boolean, isUnsure = false): TemplateOutcome {
  return { kind: "failed", error, isWhole, isUnsure };
}

const noAccount: SendError = {
  code: "GRAPH_ACCOUNT_UNKNOWN",
  title: "messaging_account_id is not set",
  meaning: "Templates belong to the Messaging account (the WABA), and nobody has said which it is.",
  action:
    "Set messaging_account_id of the channel in bot.yaml: WhatsApp Manager shows the id under Account settings.",
};

const lookAtPlan = "Look with sapa template plan, which shows what Meta has.";
