import { describe, expect, test } from "bun:test";
import { sampleCapabilities } from "#core/flow/testing/sample-catalog.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { Option } from "#core/model/message-out.ts";
import { choiceMessages } from "./choice-messages.ts";

const optionsOf = (count: number, title = "Option") =>
  Array.from({ length: count }, (_, index) => ({
    id: `o${index}`,
    title: `${title} ${index + 1}`,
  }));
const plain: Capabilities = {
  text: { maxChars: 4_096 },
  kinds: [],
  templates: false,
  reactions: false,
  markup: "none",
};

/** The form in which a question with these options is sent. */
function formOf(options: readonly Option[], capabilities: Capabilities): string | undefined {
  const question = { text: "Which?", options, button: undefined, footer: undefined };
  const kind = choiceMessages(question, capabilities, "en", 0).at(-1)?.kind;
  return kind === "text" ? "numbers" : kind;
}

describe("the form that shows every option whole", () => {
  test.each([
    [1, "buttons"],
    [3, "buttons"],
    [4, "list"],
    [10, "list"],
    [11, "numbers"],
    [200, "numbers"],
  ] as const)("%p options: %s", (count, form) => {
    expect(formOf(optionsOf(count), sampleCapabilities)).toBe(form);
  });

  test.each([
    ["a description", [{ id: "a", title: "A", description: "Ripe" }], "list"],
    ["a title too long for a button", optionsOf(2, "Twenty-one letter"), "buttons"],
    ["a title of 24 characters", [{ id: "a", title: "x".repeat(24) }], "list"],
    ["a title of 25 characters", [{ id: "a", title: "x".repeat(25) }], "numbers"],
    [
      "a description of 73 characters",
      [{ id: "a", title: "A", description: "x".repeat(73) }],
      "numbers",
    ],
    ["an id of 201 characters", [{ id: "x".repeat(201), title: "A" }, ...optionsOf(3)], "numbers"],
    [
      "two titles that are the same",
      [
        { id: "a", title: "A" },
        { id: "b", title: "A" },
      ],
      "numbers",
    ],
  ] as const)("%s", (_name, options, form) => {
    expect(formOf(options, sampleCapabilities)).toBe(form);
  });

  test("a channel with neither shows numbers", () => {
    expect(formOf(optionsOf(2), plain)).toBe("numbers");
  });
});

const choice = (count: number, text: string, footer?: string) => ({
  text,
  options: optionsOf(count),
  button: undefined,
  footer,
});

test("a long question goes ahead, and the options stand under its end", () => {
  const long = "This is a sentence. ".repeat(100);
  const messages = choiceMessages(choice(2, long), sampleCapabilities, "en", 0);
  expect(messages.map((message) => message.kind)).toEqual(["text", "buttons"]);
  const shown = messages.map((message) => ("text" in message ? message.text : "")).join(" ");
  expect(shown).toBe(long.trim());
});

test("a footer that is too long becomes part of the text", () => {
  const [message] = choiceMessages(
    choice(2, "Which?", "f".repeat(61)),
    sampleCapabilities,
    "en",
    0,
  );
  expect(message).toMatchObject({ kind: "buttons", text: `Which?\n\n${"f".repeat(61)}` });
  expect(message).not.toHaveProperty("footer");
});

test("pages of a numbered text go round, and numbers go on", () => {
  const page = (number: number) => {
    const [message] = choiceMessages(choice(25, "Which?"), sampleCapabilities, "en", number);
    return message?.kind === "text" ? message.text : "";
  };
  expect(page(1)).toContain("11. Option 11");
  expect(page(2)).toContain("25. Option 25");
  expect(page(2)).toContain("Page 3 of 3");
  expect(page(3)).toBe(page(0));
});

test("an empty question has words of its own, since networks refuse an empty body", () => {
  expect(choiceMessages(choice(2, ""), sampleCapabilities, "id", 0)[0]).toMatchObject({
    text: "Silakan pilih:",
  });
});
