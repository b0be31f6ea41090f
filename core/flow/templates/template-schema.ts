import { z } from "zod";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { templateCategorySchema } from "#core/model/template.ts";

/** Longest text that is read at all; what a network takes is held against its limits later. */
const text = z.string().min(1).max(4_096);

const headerSchema = z.union([
  text,
  z.strictObject({
    text: text.meta({ description: "The line; `{{1}}` is its variable." }),
    example: text.meta({ description: "A value of the variable, for the network's review." }),
  }),
]);

const labelSchema = text.meta({ description: "What stands on the button." });

const buttonSchema = z.union([
  z
    .strictObject({
      quick_reply: text.meta({ description: "What stands on the button, and the answer to it." }),
    })
    .meta({ description: "A tap answers." }),
  z
    .strictObject({
      url: text.meta({
        description: "The address that opens; it may end in `{{1}}`.",
        examples: ["https://shop.example/orders/{{1}}"],
      }),
      text: labelSchema,
      example: text.optional().meta({
        description: "The whole address with the variable filled in; needed where there is one.",
        examples: ["https://shop.example/orders/K-17"],
      }),
    })
    .meta({ description: "A tap opens an address." }),
  z
    .strictObject({
      call: text.meta({ description: "The number, in quotes.", examples: ["+62211234567"] }),
      text: labelSchema,
    })
    .meta({ description: "A tap calls a number." }),
  z
    .strictObject({
      copy_code: text.meta({
        description: "An example of the code that a tap copies; the real one comes with a send.",
        examples: ["KOPI25"],
      }),
    })
    .meta({ description: "A tap copies a code; the network writes the label." }),
]);

const textContentSchema = z.strictObject({
  header: headerSchema.optional().meta({ description: "One line above the text." }),
  body: text.meta({
    description: "The text. `{{1}}` or `{{name}}` stands for a value that comes with a send.",
    examples: ["Hi {{1}}, your order {{2}} is on its way."],
  }),
  footer: text.optional().meta({ description: "Small print below, without variables." }),
  buttons: z.array(buttonSchema).max(50).optional().meta({ description: "What can be tapped." }),
});

const codeContentSchema = z.strictObject({
  code: z
    .strictObject({
      button: text.meta({ description: "What stands on the button that copies the code." }),
      minutes: z.int().min(1).max(90).optional().meta({
        description: "How long the code is good, as the person is told; nothing is told if absent.",
      }),
      secret: z.boolean().default(true).meta({
        description: "Whether the network adds that the code is not to be passed on.",
      }),
    })
    .meta({
      description: "A one-time code, for `category: authentication`: the network writes the text.",
    }),
});

export const contentSchema = z.union([textContentSchema, codeContentSchema]);

/** A file of `templates/`: one template, in each of its languages. */
export const templateFileSchema = z
  .strictObject({
    template: z
      .string()
      .max(512)
      .regex(/^[a-z0-9_]+$/, "a template's name is small letters, digits and _")
      .meta({
        description: "The template's name, which flows send and the file is named after.",
        examples: ["order_reminder"],
      }),
    format: z.literal(1).meta({ description: "The version of the language: 1." }),
    description: z.string().optional().meta({ description: "What it is for; never sent." }),
    category: templateCategorySchema.meta({
      description:
        "What it is judged and charged as. utility: about something that the person did or asked for, without advertising. marketing: everything else. authentication: one-time codes.",
    }),
    variables: z
      .union([z.array(text).max(100), z.record(nameSchema, text)])
      .optional()
      .meta({
        description:
          "An example for each variable of the text, for the network's review: a list for `{{1}}`, `{{2}}` …, or a map by name.",
        examples: [["Sari", "K-17"]],
      }),
    languages: z
      .record(
        z
          .string()
          .regex(
            /^[a-z]{2,3}(?:_(?:[A-Z]{2}|[A-Z][a-z]{3}))?$/,
            "a language is written as the network writes it: id, en, en_US",
          ),
        contentSchema,
      )
      .refine((languages) => Object.keys(languages).length > 0, {
        error: "a template needs at least one language",
      })
      .meta({ description: "What it says, by language." }),
  })
  .meta({
    title: "Sapa template",
    description: "A message that the network approves before it may be sent.",
  });

export type TemplateFileInput = z.output<typeof templateFileSchema>;
export type ContentInput = z.output<typeof contentSchema>;
export type ButtonInput = z.output<typeof buttonSchema>;
