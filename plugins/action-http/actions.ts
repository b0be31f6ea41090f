import { type ActionDeclaration, jsonSchema } from "sapa/plugin";
import { z } from "zod";

const maxUrlChars = 2_048;

const target = {
  url: z.url().max(maxUrlChars).describe("An https address; its host is one that bot.yaml lists."),
  query: z
    .record(z.string().max(100), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional()
    .describe("Parameters that are put behind the address; what is empty is left out."),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), z.string().max(4_096))
    .optional()
    .describe("Headers of this request alone."),
};
const body = { body: jsonSchema.optional().describe("What is sent, as JSON.") };

const withoutBody = z.strictObject(target);
const withBody = z.strictObject({ ...target, ...body });

/** The answer's JSON; text if it is none, null if there is nothing. */
const output = jsonSchema;

/** What an action is given, read. */
export const inputSchema = withBody;
export type Input = z.output<typeof inputSchema>;

/** The actions, in the order in which the docs tell them. */
export const actions = [
  {
    name: "get",
    about: "Asks for JSON.",
    input: withoutBody,
    output,
    isIdempotent: true,
    isReadOnly: true,
  },
  {
    name: "post",
    about: "Sends JSON to be worked on; not repeated when nobody knows whether it arrived.",
    input: withBody,
    output,
    isIdempotent: false,
  },
  {
    name: "put",
    about: "Puts JSON in the place of what is there.",
    input: withBody,
    output,
    isIdempotent: true,
  },
  {
    name: "delete",
    about: "Takes away what is there.",
    input: withoutBody,
    output,
    isIdempotent: true,
  },
] as const satisfies readonly ActionDeclaration[];
