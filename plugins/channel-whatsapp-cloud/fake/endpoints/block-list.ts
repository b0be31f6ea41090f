import type { Clock, Json, JsonObject } from "sapa/plugin";
import { type Answer, ok, refuse } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import { type GraphError, webhookError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";
import { isWindowOpen, type Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import { findByPhone } from "#plugins/channel-whatsapp-cloud/fake/sends/recipient.ts";
import { listOf, numberOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** Most people on the list, and in one request. Source: Meta's page on blocking, reference 4.3. */
const maxBlocked = 64_000;
const maxUsers = 1_000;
const defaultPage = 100;

export interface BlockListDeps {
  readonly clock: Clock;
  readonly people: People;
}

type Turn = "added_users" | "removed_users";

/** The people that the number does not want to hear from. Source: reference 4.8. */
export class BlockList {
  readonly #blocked = new Set<Person>();
  readonly #deps: BlockListDeps;

  constructor(deps: BlockListDeps) {
    this.#deps = deps;
  }

  /** `POST /{phone number}/block_users`: only people who wrote within the last day. */
  block(body: JsonObject): Answer {
    return this.#each(body, "added_users", (person) => {
      if (person.isBlocked) return undefined;
      if (!isWindowOpen(person, this.#deps.clock.now())) {
        const details = "Only people who wrote within the last 24 hours can be blocked.";
        return { code: 131047, details };
      }
      if (this.#blocked.size >= maxBlocked) {
        return { code: 139101, details: `The list holds ${maxBlocked} people.` };
      }
      person.isBlocked = true;
      this.#blocked.add(person);
      return undefined;
    });
  }

  /** `DELETE /{phone number}/block_users`. */
  unblock(body: JsonObject): Answer {
    return this.#each(body, "removed_users", (person) => {
      person.isBlocked = false;
      this.#blocked.delete(person);
      return undefined;
    });
  }

  /** `GET /{phone number}/block_users`: a page of the list. */
  list(query: URLSearchParams): Answer {
    const limit = Math.max(1, numberOf(query.get("limit")) ?? defaultPage);
    const begin = Math.max(0, numberOf(query.get("after")) ?? 0);
    const page = [...this.#blocked].slice(begin, begin + limit);
    return ok({
      data: page.map((person) => ({ messaging_product: "whatsapp", ...idsOf(person) })),
      paging: { cursors: { after: String(begin + page.length), before: String(begin) } },
    });
  }

  #each(body: JsonObject, turn: Turn, change: (person: Person) => GraphError | undefined): Answer {
    if (body["messaging_product"] !== "whatsapp") {
      return refuse({ code: 100, details: "The parameter messaging_product is required." });
    }
    const users = listOf(body["block_users"]).map((item) => objectOf(item) ?? {});
    if (users.length === 0 || users.length > maxUsers) {
      return refuse({ code: 100, details: `block_users needs 1 to ${maxUsers} users.` });
    }
    const done: Json[] = [];
    const failed: Json[] = [];
    for (const user of users) {
      const input = textOf(user["user"]) ?? textOf(user["user_id"]) ?? "";
      const person = this.#find(user);
      const error = person === undefined ? unknownUser : change(person);
      if (person !== undefined && error === undefined) done.push({ input, ...idsOf(person) });
      else failed.push({ input, errors: [webhookError(error ?? unknownUser)] });
    }
    const lists = { [turn]: done, ...(failed.length === 0 ? {} : { failed_users: failed }) };
    const answer = { messaging_product: "whatsapp", block_users: lists };
    if (failed.length === 0) return ok(answer);
    const details = "Failed to block some users, see the block_users response list for details";
    return { kind: "refused", error: { code: 139100, details }, body: answer };
  }

  #find(user: JsonObject): Person | undefined {
    const { people } = this.#deps;
    const userId = textOf(user["user_id"]);
    const found = userId === undefined ? undefined : people.find({ userId });
    // A parent BSUID is not supported here.
    if (found !== undefined) return found.userId === userId ? found : undefined;
    const phone = textOf(user["user"]);
    if (phone === undefined) return undefined;
    const recipient = findByPhone(people, phone);
    return recipient.kind === "found" ? recipient.person : undefined;
  }
}

const unknownUser: GraphError = { code: 131026, details: "Nobody is known by this." };

function idsOf({ phone, userId }: Person): JsonObject {
  return {
    ...(phone === undefined ? {} : { wa_id: phone }),
    ...(userId === undefined ? {} : { user_id: userId }),
  };
}
