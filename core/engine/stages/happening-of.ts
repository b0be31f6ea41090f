import type { EventBody } from "#core/model/event.ts";
import { type Happening, happeningSchema } from "#core/model/happening.ts";

/** What flows see of an event that is no message of the person; undefined if they see nothing. */
export function happeningOf(body: EventBody): Happening | undefined {
  if (body.kind === "signal") {
    const data = happeningSchema.shape.data.safeParse(body.data);
    const { name, hops } = body;
    const happening = { kind: "signal", name, data: data.success ? data.data : {} } as const;
    return hops === undefined ? happening : { ...happening, hops };
  }
  if (body.kind === "schedule") {
    const { flow, schedule, dueAt } = body;
    return { kind: "schedule", name: "schedule", data: { flow, schedule, due_at: dueAt } };
  }
  if (body.kind !== "status") return undefined;
  const { status, message, error, hops } = body;
  return {
    ...(hops === undefined ? {} : { hops }),
    kind: "status",
    name: "status",
    data: {
      status,
      code: error?.code ?? null,
      reason: error?.meaning ?? null,
      kind: message?.kind ?? null,
      template: message?.template ?? null,
    },
  };
}
