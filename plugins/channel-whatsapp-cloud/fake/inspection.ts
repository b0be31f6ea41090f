import { type Context, Hono } from "hono";
import { errorText, jsonSchema } from "sapa/plugin";
import { z } from "zod";
import type { FakeGraph } from "./fake-graph.ts";

const personSchema = z.strictObject({
  name: z.string().min(1).max(200),
  userId: z.string().min(1).max(200).exactOptional(),
  phone: z
    .string()
    .regex(/^\d{5,20}$/)
    .exactOptional(),
});

const actInputSchema = z.strictObject({
  person: personSchema,
  act: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("text"), text: z.string().min(1) }),
    z.strictObject({ kind: z.literal("choice"), choice: z.string().min(1) }),
    z.strictObject({ kind: z.literal("reaction"), emoji: z.string() }),
    z.strictObject({ kind: z.literal("vendor"), message: jsonSchema }),
  ]),
});

const rate = z.number().min(0).max(1).exactOptional();
const faultsInputSchema = z.strictObject({
  rateLimited: rate,
  serverError: rate,
  lostAnswer: rate,
  lostRequest: rate,
  duplicateWebhook: rate,
  reorderWebhook: rate,
  lateStatus: rate,
});

const templateInputSchema = z.strictObject({
  name: z.string().min(1).max(512),
  language: z.string().min(2).max(20),
  bodyParameters: z.number().int().min(0).max(100).optional(),
  buttons: z.array(z.string().min(1).max(25)).max(10).optional(),
});

/** The fake's own paths: GET messages; POST act, faults, templates. Bodies are strict JSON. */
export function createInspection(fake: FakeGraph): Hono {
  const app = new Hono();
  app.get("/messages", (context) => context.json({ messages: fake.shown() }));
  app.post("/act", (context) =>
    take(context, actInputSchema, async ({ person, act }) => {
      // An impossible act fails before its webhook goes out; the webhook itself may take days.
      await Promise.race([fake.act(person, act), Promise.resolve()]);
    }),
  );
  app.post("/faults", (context) =>
    take(context, faultsInputSchema, (faults) => fake.setFaults(faults)),
  );
  app.post("/templates", (context) =>
    take(context, templateInputSchema, (template) => fake.approve(template)),
  );
  return app;
}

/** 202 for what was taken; 415, 400 and 422 say why it was not. JSON alone, so that no web page can post. */
async function take<T>(
  context: Context,
  schema: z.ZodType<T>,
  use: (input: T) => void | Promise<void>,
): Promise<Response> {
  if (context.req.header("content-type")?.startsWith("application/json") !== true) {
    return context.json({ error: "Send content-type: application/json" }, 415);
  }
  const body: unknown = await context.req.json().catch(() => undefined);
  const input = schema.safeParse(body);
  if (!input.success) return context.json({ error: z.prettifyError(input.error) }, 400);
  try {
    await use(input.data);
    return context.json({ taken: true }, 202);
  } catch (error) {
    return context.json({ error: errorText(error) }, 422);
  }
}
