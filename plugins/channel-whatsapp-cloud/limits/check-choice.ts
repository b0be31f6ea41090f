import type { Header, MessageOut } from "sapa/plugin";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { checkHeader } from "./check-source.ts";
import { atMost, between, type Finding, filled, firstOf, page, unique } from "./rules.ts";

const { buttons, list, rich } = capabilities;

interface Frame {
  readonly text: string;
  readonly header?: Header | undefined;
  readonly footer?: string | undefined;
}

/** Body, header and footer of a message around an action. Source: reference 3.3. */
export function checkFrame({ text, header, footer }: Frame, bodyChars: number): Finding {
  return firstOf(
    filled("The body", text, bodyChars),
    atMost("The footer", footer, rich.footerChars),
    checkHeader(header),
  );
}

export function checkButtons(message: Extract<MessageOut, { kind: "buttons" }>): Finding {
  const { options } = message;
  return firstOf(
    checkFrame(message, buttons.bodyChars),
    between("buttons", options.length, 1, buttons.max),
    ...options.map(({ title }) => filled("A button's title", title, buttons.titleChars)),
    ...options.map(({ id }) => filled("A button's id", id, buttons.idChars)),
    unique("buttons' titles", titlesOf(options)),
    unique("buttons' ids", idsOf(options)),
  );
}

export function checkList(message: Extract<MessageOut, { kind: "list" }>): Finding {
  const { header, sections } = message;
  const rows = sections.flatMap((section) => section.rows);
  const isSingle = sections.length === 1;
  return firstOf(
    checkFrame(message, list.bodyChars),
    header === undefined || header.kind === "text" ? undefined : "A list's header is text alone",
    filled("The list's button", message.button, list.buttonChars),
    between("sections", sections.length, 1, list.maxSections),
    between("rows", rows.length, 1, list.maxRows),
    ...sections.map(({ title }) =>
      isSingle
        ? atMost("A section's title", title, list.sectionTitleChars)
        : filled("A section's title", title ?? "", list.sectionTitleChars),
    ),
    ...rows.map(({ title }) => filled("A row's title", title, list.titleChars)),
    ...rows.map(({ id }) => filled("A row's id", id, list.idChars)),
    ...rows.map((row) => atMost("A row's description", row.description, list.descriptionChars)),
    unique("rows' ids", idsOf(rows)),
  );
}

export function checkLink(message: Extract<MessageOut, { kind: "link" }>): Finding {
  return firstOf(
    checkFrame(message, rich.bodyChars),
    filled("The link's label", message.label, rich.labelChars),
    page("The link", message.url),
  );
}

export function checkForm(message: Extract<MessageOut, { kind: "form" }>): Finding {
  const isLost = message.data !== undefined && message.screen === undefined;
  return firstOf(
    checkFrame(message, rich.bodyChars),
    filled("The form's label", message.label, rich.labelChars),
    isLost ? "A form's data needs the screen that it opens with" : undefined,
  );
}

function titlesOf(options: readonly { readonly title: string }[]): readonly string[] {
  return options.map(({ title }) => title);
}

function idsOf(options: readonly { readonly id: string }[]): readonly string[] {
  return options.map(({ id }) => id);
}
