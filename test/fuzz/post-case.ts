import type { Answering } from "#core/app/serve.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { type ChannelWatch, caseHeader } from "./channel-watch.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import type { Outcome } from "./judge.ts";

const url = "http://bot.example/webhooks/whatsapp";

/** Posts a case to the bot's HTTP face; never rejects. */
export async function postCase(
  http: Answering,
  watch: ChannelWatch,
  it: FuzzCase,
): Promise<Outcome> {
  const name = String(it.number);
  const headers = new Headers([[caseHeader, name]]);
  for (const [key, value] of it.headers) headers.append(key, value);
  try {
    const { status } = await http.fetch(
      new Request(url, { method: "POST", headers, body: it.body }),
    );
    const { reading, readMs = 0 } = watch.take(name) ?? {};
    return { status, reading, readMs };
  } catch (error) {
    const { reading, readMs = 0 } = watch.take(name) ?? {};
    return { status: undefined, thrown: errorText(error), reading, readMs };
  }
}
