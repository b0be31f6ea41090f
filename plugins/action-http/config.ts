import { z } from "zod";

const host = z
  .string()
  .max(260)
  .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?$/i, "write a host such as shop.example")
  .refine((text) => toHost(text) !== undefined, "this is no host")
  .overwrite((text) => toHost(text) ?? text);

/** As an address has it: in small letters, without the port that https has anyway. */
function toHost(text: string): string | undefined {
  return URL.parse(`https://${text}`)?.host;
}

/** Settings of the plugin, below its name under `actions:` of bot.yaml. */
export const configSchema = z.strictObject({
  hosts: z
    .array(host)
    .max(100)
    .default([])
    .describe("Hosts that flows may reach, such as shop.example or shop.example:8443."),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), z.string().max(4_096))
    .default({})
    .describe("Headers that every request carries, such as authorization: { env: SHOP_TOKEN }."),
  max_bytes: z
    .int()
    .min(1_024)
    .max(1_048_576)
    .default(65_536)
    .describe("The longest answer that is read, in bytes."),
});

export type Config = z.infer<typeof configSchema>;
