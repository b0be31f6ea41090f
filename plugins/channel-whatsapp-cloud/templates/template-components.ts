import {
  assertNever,
  isNamedContent,
  type JsonObject,
  type TemplateButton,
  type TemplateContent,
  type TextContent,
  variablesOf,
} from "sapa/plugin";

/** A template's content as Meta's `components`. Source: reference 3.5. */
export function templateComponents(content: TemplateContent): readonly JsonObject[] {
  if (content.kind === "code") {
    const { button, minutes, isSecret } = content;
    return [
      { type: "BODY", add_security_recommendation: isSecret },
      ...(minutes === undefined ? [] : [{ type: "FOOTER", code_expiration_minutes: minutes }]),
      { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE", text: button }] },
    ];
  }
  const { header, footer, buttons } = content;
  return [
    ...(header === undefined ? [] : [headerComponent(header)]),
    bodyComponent(content),
    ...(footer === undefined ? [] : [{ type: "FOOTER", text: footer }]),
    ...(buttons.length === 0 ? [] : [{ type: "BUTTONS", buttons: buttons.map(buttonOf) }]),
  ];
}

function headerComponent({ text, example }: NonNullable<TextContent["header"]>): JsonObject {
  const base = { type: "HEADER", format: "TEXT", text };
  return example === undefined ? base : { ...base, example: { header_text: [example] } };
}

function bodyComponent(content: TextContent): JsonObject {
  const { body, examples } = content;
  const base = { type: "BODY", text: body };
  if (examples.length === 0) return base;
  if (!isNamedContent(content)) return { ...base, example: { body_text: [examples] } };
  const named = variablesOf(body).map((name, index) => ({
    param_name: name,
    example: examples[index] ?? "",
  }));
  return { ...base, example: { body_text_named_params: named } };
}

function buttonOf(button: TemplateButton): JsonObject {
  switch (button.kind) {
    case "quick_reply":
      return { type: "QUICK_REPLY", text: button.text };
    case "url": {
      const { text, url, example } = button;
      const base = { type: "URL", text, url };
      return example === undefined ? base : { ...base, example: [example] };
    }
    case "phone":
      return { type: "PHONE_NUMBER", text: button.text, phone_number: button.phone };
    case "copy_code":
      return { type: "COPY_CODE", example: button.example };
    default:
      return assertNever(button, "buttonOf");
  }
}
