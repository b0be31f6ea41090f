import { z } from "zod";
import { boundText } from "#core/flow/rich/report-rich.ts";
import { defineRich, type RichKind } from "#core/flow/rich/rich-kind.ts";
import { bodyKeys, machineText } from "#core/flow/rich/rich-schemas.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";

const words = textSchema.meta({ description: "The text above the button." });

const requestLocation = defineRich({
  key: "request_location",
  need: { kind: "request_location" },
  about: "A text with a button that shares the person's location.",
  keys: { request_location: words },
  compile(input, build) {
    const text = boundText(
      ["send", "request_location"],
      input.request_location,
      "bodyChars",
      build,
    );
    return (rendering) => ({ kind: "request_location", text: rendering.body(text) });
  },
});

const requestContact = defineRich({
  key: "request_contact",
  need: { kind: "request_contact" },
  about: "A text with a button that shares the person's own contact.",
  keys: { request_contact: words },
  compile(input, build) {
    const text = boundText(["send", "request_contact"], input.request_contact, "bodyChars", build);
    return (rendering) => ({ kind: "request_contact", text: rendering.body(text) });
  },
});

const requestAddress = defineRich({
  key: "request_address",
  need: { kind: "request_address" },
  about: "A text with a button that asks for a postal address; its answer is a form.",
  keys: {
    request_address: z
      .string()
      .regex(/^[A-Z]{2}$/, "a country is two capital letters, such as IN")
      .meta({ description: "The country of the address: two letters.", examples: ["IN", "SG"] }),
    ...bodyKeys,
    values: z
      .record(z.string(), machineText)
      .optional()
      .meta({ description: "What is filled in already, by the network's names of the fields." }),
  },
  compile(input, build) {
    const text = boundText(["send", "text"], input.text, "bodyChars", build);
    const values = Object.entries(input.values ?? {}).map(([key, value]) => ({
      key,
      value: build.template(["send", "values", key], value),
    }));
    return (rendering) => ({
      kind: "request_address",
      text: rendering.body(text),
      country: input.request_address,
      values:
        values.length === 0
          ? undefined
          : Object.fromEntries(values.map(({ key, value }) => [key, rendering.value(value)])),
    });
  },
});

/** Messages that ask the person for something of the phone's. */
export const requestRichKinds: readonly RichKind[] = [
  requestLocation,
  requestAddress,
  requestContact,
];
