import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LanguageClient, type TextPlace } from "./testing/language-client.ts";

/** The server loads slowly on a busy machine. */
setDefaultTimeout(60_000);

const folder = new URL("../../flows/", import.meta.url);
const client = new LanguageClient();
beforeAll(() => client.start());
afterAll(() => client.stop());

const example = readFileSync(new URL("coffee.flow.yaml", folder), "utf8");
let opened = 0;

/** Opens a text as a file of the example bot, so that its first line leads to the schema. */
async function open(text: string) {
  opened += 1;
  const uri = new URL(`open-${opened}.flow.yaml`, folder).href;
  return { uri, diagnostics: await client.open(uri, text) };
}

/** The place behind the first `words` in a text. */
function placeOf(text: string, words: string): TextPlace {
  return endOf(text.slice(0, text.indexOf(words) + words.length));
}

function endOf(text: string): TextPlace {
  const lines = text.split("\n");
  return { line: lines.length - 1, character: (lines.at(-1) ?? "").length };
}

describe("yaml-language-server with our schema", () => {
  const files = readdirSync(fileURLToPath(folder), { recursive: true, encoding: "utf8" }).filter(
    (name) => /(^|\/)bot\.yaml$|\.(flow|test)\.yaml$/.test(name),
  );
  test.each(files.toSorted())("finds nothing wrong with flows/%s", async (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const up = "../".repeat(name.split("/").length);
    expect(text).toStartWith(`# yaml-language-server: $schema=${up}core/`);
    expect(await client.open(new URL(name, folder).href, text)).toEqual([]);
  });

  test("completes cho to choose", async () => {
    const text = `${example}  - cho`;
    const { uri } = await open(text);
    const items = await client.complete(uri, endOf(text));
    const choose = items.filter(({ label }) => label === "choose");
    expect(choose.length).toBeGreaterThan(0);
    for (const { insertText } of choose) expect(insertText).toStartWith("choose: ");
  });

  test("explains retry, and what a verb does", async () => {
    const { uri } = await open(example);
    expect(await client.hover(uri, placeOf(example, "retry"))).toContain(
      "What happens when the answer does not fit.",
    );
    const verb = await client.hover(uri, placeOf(example, "- choose"));
    expect(verb).toContain("up to three are buttons, up to ten a list");
    expect(verb).toContain("The question.");
    expect(verb).toContain("`{{ expression }}` puts a value in");
  });

  test("underlines tpye", async () => {
    const text = example.replace("type:", "tpye:");
    const { diagnostics } = await open(text);
    const end = placeOf(text, "tpye");
    expect(diagnostics).toContainEqual({
      message: "Property tpye is not allowed.",
      range: { start: { ...end, character: end.character - 4 }, end },
    });
  });

  test("offers the keys of a step under its verb, and the types of a slot", async () => {
    const text = example.replace("type: integer", "type: ");
    const { uri } = await open(text);
    const types = await client.complete(uri, placeOf(text, "cups: { type: "));
    // Only those that know the keys beside it: min and max.
    const labels = types.map(({ label }) => label).filter((label) => !label.startsWith("list<"));
    expect(labels.toSorted()).toEqual(["integer", "number", "text"]);
    const key = example.replace("    id: drink\n", "    id: drink\n    \n");
    const other = await open(key);
    const keys = await client.complete(other.uri, placeOf(key, "    id: drink\n    "));
    expect(keys.map(({ label }) => label)).toEqual(expect.arrayContaining(["button", "timeout"]));
  });

  test("knows what an action is given: completes, explains and underlines inside `with`", async () => {
    const text = `${example}  - run: http.post
    with:
      url: "https://shop.example/{{ slots.cups }}"
      headres: {}
      \n    into: receipt\n`;
    const { uri, diagnostics } = await open(text);
    expect(diagnostics.map(({ message }) => message)).toEqual(["Property headres is not allowed."]);
    const keys = await client.complete(uri, placeOf(text, "      headres: {}\n      "));
    const labels = keys.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["query", "headers", "body"]));
    expect(labels).not.toContain("url");
    const start = text.lastIndexOf("      url");
    const place = endOf(text.slice(0, start + "      url".length));
    expect(await client.hover(uri, place)).toContain("An https address; its host is one that");
    expect(await client.hover(uri, endOf(`${example}  - run: http.po`))).toContain("Sends JSON");
  });

  test("knows what an AI is asked: completes, explains and underlines below ai and converse", async () => {
    const text = `${example}  - ai:
      prompt: "{{ message.text }}"
      scope: orders
      maxtokens: 5
      \n    id: asked\n    say: true\n`;
    const { uri, diagnostics } = await open(text);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "Property maxtokens is not allowed.",
    ]);
    const keys = await client.complete(uri, placeOf(text, "      maxtokens: 5\n      "));
    const labels = keys.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["system", "history", "tools", "budget"]));
    expect(labels).not.toContain("scope");
    expect(await client.hover(uri, placeOf(text, "      scope"))).toContain(
      "What it may talk about, in one sentence",
    );
    const verb = `${example}  - conv`;
    const other = await open(verb);
    const verbs = await client.complete(other.uri, endOf(verb));
    expect(verbs.map(({ label }) => label)).toContain("converse");
  });

  test("completes the names of actions", async () => {
    const text = `${example}  - run: http.`;
    const { uri } = await open(text);
    const names = await client.complete(uri, endOf(text));
    expect(names.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["http.get", "http.post", "http.put", "http.delete"]),
    );
  });

  test("knows the settings of the plugin that bot.yaml names", async () => {
    const bot = readFileSync(new URL("bot.yaml", folder), "utf8");
    const text = bot
      .replace("    token:", "    tokne:")
      .replace("    graph_url:", "    \n    graph_url:");
    const uri = new URL("other/bot.yaml", folder).href;
    const found = await client.open(uri, text.replace("../core", "../../core"));
    expect(found.map(({ message }) => message).toSorted()).toEqual([
      'Missing property "token".',
      "Property tokne is not allowed.",
    ]);
    const place = placeOf(text, "    \n").line;
    const keys = await client.complete(uri, { line: place - 1, character: 4 });
    expect(keys.map(({ label }) => label)).toEqual(expect.arrayContaining(["mark_read", "prices"]));
    const token = placeOf(text, "    verify_to");
    expect(await client.hover(uri, token)).toContain(
      "The word that you type into Meta's dashboard",
    );
  });
});
