import { z } from "zod";
import { nameSchema } from "./common-keys.ts";

const word = z.string().min(1);

/** Words of a flow's own that lead to one of its steps from wherever it rests. */
export const interruptsSchema = z
  .record(
    nameSchema,
    z.strictObject({
      message: z.union([word, z.array(word).min(1)]).meta({
        description: "The whole message, whatever its case and accents; `*` stands for anything.",
        examples: [["price", "harga"]],
      }),
      goto: nameSchema.meta({ description: "The id of a step that is inside no other." }),
    }),
  )
  .meta({
    description:
      "Words that lead to a step while this flow is asking, whatever it asks. `stop`, `start`, `help`, `human`, `cancel` and `menu` are there always.",
  });
