import { z } from "zod";
import type { JsonObject } from "#core/lib/json.ts";
import { eventRequestSchema } from "./event-request.ts";

const answer = (description: string) => ({
  description,
  content: { "application/json": { schema: { type: "object" } } },
});

/** The description of `/api/v1`, as OpenAPI 3.1; its schemas are those that requests are read by. */
export function createOpenApi(): JsonObject {
  const schema = z.json().parse(z.toJSONSchema(eventRequestSchema, { io: "input" }));
  return {
    openapi: "3.1.0",
    info: { title: "Sapa", version: "1", description: "Tells a bot what happened outside." },
    security: [{ token: [] }],
    paths: {
      "/api/v1/events": {
        post: {
          operationId: "sendEvent",
          summary: "Tells the flows of an event about one person",
          description:
            "Kept before it is answered, and handled once however often it is sent with the same key: first the run that waits for it, else the flow whose trigger names it.",
          parameters: [
            {
              name: "Idempotency-Key",
              in: "header",
              required: true,
              description: "Names this event for ever; a repeat is answered 200 and does nothing.",
              schema: { type: "string", minLength: 1, maxLength: 200 },
            },
          ],
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: {
            "200": answer("A repeat; it was kept before."),
            "202": answer("It is kept, and will be handled."),
            "400": answer("It is not as described here; `error` says what."),
            "401": answer("The token is missing or wrong."),
            "404": answer("There is no such account or contact."),
            "408": answer("The body did not come whole in time."),
            "413": answer("The body is over 64 KiB."),
            "500": answer("A bug; the bot's log has it."),
            "503": answer("It could not be kept; send it again after Retry-After seconds."),
          },
        },
      },
    },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  };
}
