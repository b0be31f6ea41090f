import { z } from "zod";
import { nameSchema } from "./common-keys.ts";

const revisionSchema = z
  .string("put quotes round it: a revision may look like a number")
  .regex(/^[0-9a-f]{8,64}$/, "a revision is 8 to 64 of 0-9 and a-f, as sapa flow list shows it");

/** What becomes of conversations that an earlier revision of the flow has begun. */
export const migrateSchema = z
  .strictObject({
    from: z
      .union([z.literal("any"), z.array(revisionSchema).min(1)])
      .optional()
      .meta({
        description: "The revisions whose conversations move here: `any`, or a list of them.",
        examples: ["any", ["3f9a01c2"]],
      }),
    map: z
      .record(nameSchema, nameSchema)
      .optional()
      .meta({
        description:
          "The id that a step had → the id that it has here. A step that is not named keeps its id.",
        examples: [{ how_many: "cups" }],
      }),
    else: z.enum(["finish", "restart", "handoff"]).optional().meta({
      description:
        "What becomes of a conversation whose place or values do not fit: it finishes on its own revision (finish, if absent), begins anew on this one (restart), or is handed to a person (handoff).",
    }),
  })
  .meta({
    description:
      "What becomes of conversations that an earlier revision has begun. Without it they finish on theirs.",
    examples: [{ from: "any", map: { how_many: "cups" }, else: "finish" }],
  });
