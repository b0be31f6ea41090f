import { z } from "zod";
import { waitUntil } from "#test/wait-until.ts";
import { patienceMs, type Simulator } from "./start-program.ts";

const shownSchema = z.object({
  messages: z.array(
    z.object({
      vendorId: z.string(),
      text: z.string(),
      options: z.array(z.object({ id: z.string(), title: z.string() })),
      content: z
        .object({
          replyTo: z.string().optional(),
          menu: z.object({ label: z.string() }).optional(),
        })
        .loose()
        .optional(),
    }),
  ),
});
export type Shown = z.infer<typeof shownSchema>["messages"][number];

/** The first phone of a simulator, used as its page is: forms go out, messages come in. */
export interface Phone {
  say(text: string): Promise<void>;
  /** An hour passes on the network: receipts fall due at their times, and all have. */
  skipHour(): Promise<void>;
  /** Taps an option by its id, or what else the page's forms have. */
  act(fields: Readonly<Record<string, string>>): Promise<void>;
  /** The message with these words, once it is there. */
  wait(text: string): Promise<Shown>;
  /** True as soon as the page shows it. */
  pageShows(text: string): Promise<boolean>;
}

export function usePhone({ page, graphUrl }: Simulator): Phone {
  async function post(path: string, fields: Readonly<Record<string, string>>): Promise<void> {
    const body = new URLSearchParams(fields);
    const headers = { origin: new URL(page).origin };
    const answer = await fetch(`${page}${path}`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`not done: ${answer.status}`);
  }
  const act = (fields: Readonly<Record<string, string>>) => post("/phones/p1/acts", fields);

  return {
    act,
    say: (text) => act({ kind: "text", text }),
    skipHour: () => post("/world/clock", { push: "hour" }),
    async wait(text) {
      let found: Shown | undefined;
      await waitUntil(async () => {
        const answer = await fetch(`${graphUrl}/_sapa/messages`);
        const { messages } = shownSchema.parse(await answer.json());
        found = messages.find((message) => message.text === text);
        return found !== undefined;
      }, patienceMs);
      if (found === undefined) throw new Error(`nothing came that says ${text}`);
      return found;
    },
    pageShows: (text) =>
      waitUntil(async () => (await (await fetch(page)).text()).includes(text), patienceMs),
  };
}
