import { type Context, Hono } from "hono";
import { errorText } from "sapa/plugin";
import { z } from "zod";
import type { FakeGraph } from "./fake-graph.ts";
import {
  accountActSchema,
  faultsSchema,
  networkActSchema,
  personSchema,
  templateSchema,
} from "./inspection-inputs.ts";

/** Most acts that one webhook can tell of. Source: reference 1.5. */
const maxTogether = 1_000;

const actSchema = z.strictObject({ person: personSchema, act: networkActSchema });
const actsSchema = z.strictObject({ acts: z.array(actSchema).min(1).max(maxTogether) });

/**
 * The fake's own paths: GET messages; POST act, acts, account, redeliver, faults, templates. Bodies
 * are strict JSON.
 */
export function createInspection(fake: FakeGraph): Hono {
  const app = new Hono();
  app.get("/messages", (context) => context.json({ messages: fake.shown() }));
  app.get("/state", (context) => context.json({ isBusy: fake.isBusy() }));
  app.post("/act", (context) =>
    take(context, actSchema, ({ person, act }) => begun(fake.act(person, act))),
  );
  app.post("/acts", (context) =>
    take(context, actsSchema, ({ acts }) => begun(fake.actTogether(acts))),
  );
  app.post("/account", (context) =>
    take(context, accountActSchema, (act) => begun(fake.announce(act))),
  );
  app.post("/redeliver", (context) =>
    take(context, z.strictObject({ person: personSchema }), ({ person }) =>
      begun(fake.redeliver(person)),
    ),
  );
  app.post("/faults", (context) => take(context, faultsSchema, (faults) => fake.setFaults(faults)));
  app.post("/templates", (context) =>
    take(context, templateSchema, (template) => fake.approve(template)),
  );
  return app;
}

/** An impossible act fails before its webhook goes out; the webhook itself may take days. */
async function begun(work: Promise<void>): Promise<void> {
  await Promise.race([work, Promise.resolve()]);
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
