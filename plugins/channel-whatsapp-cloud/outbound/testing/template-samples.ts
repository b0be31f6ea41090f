import type { Json, JsonObject, MessageOut } from "sapa/plugin";
import type { Sample } from "./sample.ts";

type Template = Extract<MessageOut, { kind: "template" }>;

/** Templates with every kind of value. Source: reference 3.4. */
export const templateSamples: readonly Sample[] = [
  sample("bare template", {}),
  sample(
    "template by position",
    {
      header: ["Kopi"],
      body: ["Sari", "10.00"],
      buttons: [
        { kind: "quick_reply", index: 0, value: "bk:42:confirm" },
        { kind: "url", index: 1, value: "42" },
      ],
    },
    [
      { type: "header", parameters: [{ type: "text", text: "Kopi" }] },
      {
        type: "body",
        parameters: [
          { type: "text", text: "Sari" },
          { type: "text", text: "10.00" },
        ],
      },
      button("quick_reply", "0", { type: "payload", payload: "bk:42:confirm" }),
      button("url", "1", { type: "text", text: "42" }),
    ],
  ),
  sample(
    "template by name",
    { header: { title: "Kopi" }, body: { first_name: "Sari", time: "10.00" } },
    [
      { type: "header", parameters: [{ type: "text", parameter_name: "title", text: "Kopi" }] },
      {
        type: "body",
        parameters: [
          { type: "text", parameter_name: "first_name", text: "Sari" },
          { type: "text", parameter_name: "time", text: "10.00" },
        ],
      },
    ],
  ),
  sample("template under a line", { header: { kind: "text", text: "Kopi" } }, [
    { type: "header", parameters: [{ type: "text", text: "Kopi" }] },
  ]),
  sample(
    "template under a picture",
    { header: { kind: "image", source: { id: "900000000000015" } } },
    [{ type: "header", parameters: [{ type: "image", image: { id: "900000000000015" } }] }],
  ),
  sample(
    "template under a document",
    {
      header: {
        kind: "document",
        source: { link: "https://example.com/inv.pdf" },
        filename: "inv.pdf",
      },
    },
    [
      {
        type: "header",
        parameters: [
          {
            type: "document",
            document: { link: "https://example.com/inv.pdf", filename: "inv.pdf" },
          },
        ],
      },
    ],
  ),
  sample(
    "template with a code to copy",
    { buttons: [{ kind: "copy_code", index: 0, value: "HEMAT20" }] },
    [button("copy_code", "0", { type: "coupon_code", coupon_code: "HEMAT20" })],
  ),
  sample("template with a form", { buttons: [{ kind: "form", index: 0, value: "run-77" }] }, [
    button("flow", "0", { type: "action", action: { flow_token: "run-77" } }),
  ]),
];

function sample(
  name: string,
  values: Omit<Template, "kind" | "name" | "language">,
  components?: readonly Json[],
): Sample {
  const message: Template = { kind: "template", name: "order_ready", language: "id", ...values };
  const template = {
    name: "order_ready",
    language: { policy: "deterministic", code: "id" },
    ...(components === undefined ? {} : { components }),
  };
  return [name, message, { type: "template", template }];
}

function button(kind: string, index: string, parameter: JsonObject): JsonObject {
  return { type: "button", sub_type: kind, index, parameters: [parameter] };
}
