import { z } from "zod";
import { reportTemplate } from "#core/flow/compile/report-template.ts";
import { defineStep } from "#core/flow/define-step.ts";
import { templateValue } from "#core/flow/run/template-value.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import type { MessageOut } from "#core/model/message-out.ts";

const value = z.string().min(1);

/** Sends an approved template: all that may go out when the window is closed. */
export const template = defineStep({
  verb: "template",
  about:
    "Sends a template that the network has approved. Nothing else may be sent when the person has not written for a day.",
  keys: () => ({
    template: z
      .strictObject({
        name: z.string().min(1).max(512).meta({ description: "The template's name." }),
        language: z
          .string()
          .min(2)
          .optional()
          .meta({
            description: "The template's language; the contact's if absent.",
            examples: ["en"],
          }),
        body: z
          .union([z.array(value), z.record(nameSchema, value)])
          .optional()
          .meta({
            description: "Values of the body's variables: a list by position, or a map by name.",
            examples: [["{{ default(contact.name, 'there') }}"]],
          }),
        header: z.array(value).max(1).optional().meta({
          description: "The value of the header's variable.",
        }),
        buttons: z
          .array(
            z.strictObject({
              kind: z
                .enum(["quick_reply", "url", "copy_code"])
                .meta({ description: "The kind of button." }),
              index: z.int().min(0).max(9).meta({ description: "Which button, counted from 0." }),
              value: value.meta({
                description: "The id that a tap sends, the end of the address, or the code.",
              }),
            }),
          )
          .max(10)
          .optional()
          .meta({ description: "Values of the buttons' variables." }),
      })
      .meta({ description: "The template and its values." }),
  }),
  outline: () => ({
    lists: [],
    ways: [{ to: { kind: "next" }, after: { kind: "nothing" }, fills: [] }],
    speaks: "by-template",
  }),
  compile({ template: input }, build) {
    reportTemplate(input, build);
    const { name, language, body, header, buttons } = input;
    const at = (text: string, ...path: readonly (string | number)[]) =>
      build.template(["template", ...path], text);
    return {
      name,
      language,
      body: Array.isArray(body)
        ? body.map((text, index) => ({ name: undefined, text: at(text, "body", index) }))
        : Object.entries(body ?? {}).map(([key, text]) => ({
            name: key,
            text: at(text, "body", key),
          })),
      header: (header ?? []).map((text, index) => at(text, "header", index)),
      buttons: (buttons ?? []).map((button, index) => ({
        ...button,
        text: at(button.value, "buttons", index, "value"),
      })),
    };
  },
  enter({ name, language, body, header, buttons }, turn) {
    const texts = [...body.map((item) => item.text), ...header, ...buttons.map(({ text }) => text)];
    const values: string[] = [];
    for (const text of texts) {
      const value = templateValue(text, turn);
      if (!value.ok) return { kind: "fail", failure: value.failure };
      values.push(value.value);
    }
    const bodyValues = values.slice(0, body.length);
    const tails = values.slice(body.length + header.length);
    const names = body.flatMap((item) => item.name ?? []);
    const message: MessageOut = {
      kind: "template",
      name,
      language: language ?? turn.locale,
      ...(body.length === 0
        ? {}
        : {
            body:
              names.length === 0
                ? bodyValues
                : Object.fromEntries(names.map((key, index) => [key, bodyValues[index] ?? ""])),
          }),
      ...(header.length === 0
        ? {}
        : { header: values.slice(body.length, body.length + header.length) }),
      ...(buttons.length === 0
        ? {}
        : {
            buttons: buttons.map(({ kind, index }, place) => ({
              kind,
              index,
              value: tails[place] ?? "",
            })),
          }),
    };
    turn.send([message], "template");
    return { kind: "next" };
  },
});
