import { expect, test } from "bun:test";
import { join } from "node:path";
import { type Refusal, refusals } from "./refusals.ts";
import { systemTexts } from "./texts.ts";

const page = join(import.meta.dir, "REFUSALS.md");
const oneLine = (text: string) => text.replaceAll("\n", " ").replaceAll("|", "\\|");

function row(reason: string, language: "en" | "id", refusal: Refusal): string {
  const { meaning, action, told, toldWhen } = refusal;
  const person =
    told === undefined ? "(nothing)" : `${oneLine(told(systemTexts(language)))} (${toldWhen})`;
  return `| \`${reason}\` | ${language} | ${person} | ${meaning[language]} | ${action[language]} |`;
}

function render(): string {
  const rows = Object.entries(refusals).flatMap(([reason, refusal]) => [
    row(reason, "en", refusal),
    row(reason, "id", refusal),
  ]);
  return [
    "# Refusals",
    "",
    "Every reason for which a message is not answered or not sent: what the contact is told, and what a",
    "person of yours reads of it. Made of `refusals.ts` and `texts.ts`: the test beside it says what differs.",
    "",
    "| reason | | the contact reads | what it means | what to do |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** Without the spaces and dashes that only align a table. */
function bare(markdown: string): readonly string[] {
  return markdown
    .trim()
    .split("\n")
    .map((line) => line.replaceAll(/ *\| */g, "|").replaceAll(/-{2,}/g, "-"));
}

test("the page shows every refusal as the contact and as a person of ours sees it", async () => {
  expect(bare(await Bun.file(page).text())).toEqual(bare(render()));
});
