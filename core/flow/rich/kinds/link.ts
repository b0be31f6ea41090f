import { compileHeader, renderHeader } from "#core/flow/rich/header.ts";
import { boundText } from "#core/flow/rich/report-rich.ts";
import { defineRich } from "#core/flow/rich/rich-kind.ts";
import { frameKeys, machineText } from "#core/flow/rich/rich-schemas.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";

/** A text with a button that opens a web page. */
export const linkRichKind = defineRich({
  key: "link",
  need: { kind: "link" },
  about: "A text with a button that opens a web page.",
  keys: {
    link: machineText.meta({
      description: "The address that the button opens.",
      examples: ["https://shop.example/orders"],
    }),
    label: textSchema.meta({ description: "The words on the button." }),
    ...frameKeys,
  },
  compile(input, build) {
    const url = build.template(["send", "link"], input.link);
    const label = boundText(["send", "label"], input.label, "labelChars", build);
    const text = boundText(["send", "text"], input.text, "bodyChars", build);
    const footer =
      input.footer === undefined
        ? undefined
        : boundText(["send", "footer"], input.footer, "footerChars", build);
    const header = compileHeader(input.header, build);
    return (rendering) => ({
      kind: "link",
      text: rendering.body(text),
      header: renderHeader(header, rendering),
      footer: rendering.line(footer, "footerChars"),
      label: rendering.label(label, "labelChars"),
      url: rendering.address(url, false),
    });
  },
});
