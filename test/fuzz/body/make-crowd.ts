import type { Json, JsonObject } from "#core/lib/json.ts";
import { listOf, objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { type BodyName, personalize } from "./personalize.ts";
import type { Tools } from "./tools.ts";

const maxSamples = 8;
/** One in so many crowds is of hundreds of messages. */
const hugeOneIn = 150;
const hugeMessages = 300;

/** Many entries, changes or messages in one webhook. */
export function makeCrowd(tools: Tools, body: BodyName): JsonObject {
  const { random } = tools;
  const count = 2 + random.below(maxSamples - 1);
  const webhooks = Array.from({ length: count }, (_, index) =>
    personalize(random.pick(tools.samples).webhook, random, {
      ...body,
      name: `${body.name}s${index}`,
    }),
  );
  const [first] = webhooks;
  const entries = webhooks.flatMap((webhook) => listOf(webhook["entry"]));
  if (random.below(hugeOneIn) === 0) return { ...first, entry: entries.map(repeatMessages) };
  if (random.chance(0.5)) return { ...first, entry: entries };
  const changes = entries.flatMap((entry) => listOf(objectOf(entry)?.["changes"]));
  return { ...first, entry: [{ ...objectOf(entries[0]), changes }] };
}

/** The entry with its messages again and again, under ids of their own. */
function repeatMessages(entry: Json): Json {
  const changes = listOf(objectOf(entry)?.["changes"]).map((change) => {
    const value = objectOf(objectOf(change)?.["value"]);
    const messages = listOf(value?.["messages"]);
    if (messages.length === 0) return change;
    const many = Array.from({ length: hugeMessages }, (_, index) => {
      const message = objectOf(messages[index % messages.length]) ?? {};
      return { ...message, id: `${textOf(message["id"]) ?? ""}r${index}` };
    });
    return { ...objectOf(change), value: { ...value, messages: many } };
  });
  return { ...objectOf(entry), changes };
}
