import type { ChannelAbout } from "sapa/plugin";
import { objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import type { GraphClient } from "./graph-client.ts";

const limit = "whatsapp_business_manager_messaging_limit";
const fields = ["verified_name", "quality_rating", limit, "webhook_configuration"];

/** What to do about a quality that sinks. Source: reference 4.2. */
const worrying: ReadonlyMap<string, string> = new Map([
  ["YELLOW", "People block or report the number. Send less that was not asked for."],
  ["RED", "People block or report the number. Stop campaigns, or Meta holds it to fewer people."],
]);

/** Meta's fields of the number: name, quality, how many people a day, and where webhooks go. */
export async function showAccount(client: GraphClient): Promise<ChannelAbout | undefined> {
  const reply = await client.getNumber(fields);
  if (reply.kind !== "answer" || reply.status !== 200) return undefined;
  const body = objectOf(readJson(reply.body));
  if (body === undefined) return undefined;
  const name = textOf(body["verified_name"]);
  const quality = textOf(body["quality_rating"]);
  const reach = textOf(body[limit]);
  const action = worrying.get(quality ?? "");
  // By whose setting it is (number, account, app) is the key; all of them count.
  const webhooks = Object.values(objectOf(body["webhook_configuration"]) ?? {}).flatMap((value) => {
    const address = textOf(value) ?? "";
    return URL.canParse(address) ? [address] : [];
  });
  return {
    facts: [
      ...(name === undefined ? [] : [name]),
      ...(quality === undefined ? [] : [`quality ${quality}`]),
      ...(reach === undefined ? [] : [`limit ${reach}`]),
    ],
    worries: action === undefined ? [] : [{ meaning: `Meta rates the number ${quality}`, action }],
    webhooks,
  };
}
