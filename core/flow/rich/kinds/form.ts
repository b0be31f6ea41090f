import { z } from "zod";
import { compileHeader, renderHeader } from "#core/flow/rich/header.ts";
import { boundText } from "#core/flow/rich/report-rich.ts";
import { defineRich } from "#core/flow/rich/rich-kind.ts";
import { frameKeys, machineText } from "#core/flow/rich/rich-schemas.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";

/** A form of the network's own (a WhatsApp Flow). */
export const formRichKind = defineRich({
  key: "form",
  need: { kind: "form" },
  about: "A form of the network's own (a WhatsApp Flow); its answer fires the trigger `form`.",
  keys: {
    form: z
      .union([
        machineText,
        z.strictObject({ name: machineText.meta({ description: "The form's name." }) }),
      ])
      .meta({ description: "The form's id, or `{ name }`." }),
    label: textSchema.meta({ description: "The words on the button that opens it." }),
    ...frameKeys,
    token: machineText.optional().meta({
      description: "Comes back with the answer as `message.form.token`; the step's id if absent.",
    }),
    screen: machineText.optional().meta({ description: "The screen to begin on." }),
    data: z
      .record(z.string(), z.union([machineText, z.number(), z.boolean()]))
      .optional()
      .meta({ description: "What the screen is given, by name." }),
    draft: z.boolean().optional().meta({ description: "Whether the form is not published yet." }),
  },
  compile(input, build) {
    const { form } = input;
    const isNamed = typeof form !== "string";
    const which = isNamed
      ? build.template(["send", "form", "name"], form.name)
      : build.template(["send", "form"], form);
    const label = boundText(["send", "label"], input.label, "labelChars", build);
    const text = boundText(["send", "text"], input.text, "bodyChars", build);
    const footer =
      input.footer === undefined
        ? undefined
        : boundText(["send", "footer"], input.footer, "footerChars", build);
    const header = compileHeader(input.header, build);
    const token =
      input.token === undefined ? undefined : build.template(["send", "token"], input.token);
    const screen =
      input.screen === undefined ? undefined : build.template(["send", "screen"], input.screen);
    const data = Object.entries(input.data ?? {}).map(([key, value]) => ({
      key,
      value: typeof value === "string" ? build.template(["send", "data", key], value) : value,
    }));
    const ownToken = build.id === "" ? build.place : build.id;
    return (rendering) => ({
      kind: "form",
      text: rendering.body(text),
      header: renderHeader(header, rendering),
      footer: rendering.line(footer, "footerChars"),
      form: isNamed ? { name: rendering.value(which) } : { id: rendering.value(which) },
      label: rendering.label(label, "labelChars"),
      token: token === undefined ? ownToken : rendering.value(token),
      isDraft: input.draft,
      screen: rendering.optionalValue(screen),
      data:
        data.length === 0
          ? undefined
          : Object.fromEntries(
              data.map(({ key, value }) => [
                key,
                typeof value === "object" ? rendering.json(value) : value,
              ]),
            ),
    });
  },
});
