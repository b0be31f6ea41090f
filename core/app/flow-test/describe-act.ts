import type { UserAct } from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";

type Answer = Extract<
  UserAct,
  {
    readonly kind: "choice" | "reaction" | "form" | "order" | "edit" | "revoke" | "share_number";
  }
>;

const answerKinds: ReadonlySet<string> = new Set<Answer["kind"]>([
  "choice",
  "reaction",
  "form",
  "order",
  "edit",
  "revoke",
  "share_number",
]);

/** What a person does, as lines of a transcript: their words, or what a bystander would say. */
export function describeAct(act: UserAct): readonly string[] {
  if (isAnswer(act)) return describeAnswer(act);
  switch (act.kind) {
    case "text":
      return [...describeContext(act), ...act.text.split("\n")];
    case "media":
      return describeFile(act);
    case "location":
      return [`sends the place ${act.name ?? `${act.latitude}, ${act.longitude}`}`];
    case "contacts":
      return act.contacts.map(({ name }) => `sends the contact ${name?.formatted ?? "?"}`);
    case "move":
      return [`gets another number: ${act.phone ?? act.userId ?? "?"}`];
    case "call":
      return ["calls"];
    case "open":
      return ["opens the chat"];
    case "unsupported":
      return [`sends a ${act.vendorKind}, which the network cannot carry`];
    default:
      return assertNever(act, "describeAct");
  }
}

function isAnswer(act: UserAct): act is Answer {
  return answerKinds.has(act.kind);
}

function describeFile(act: Extract<UserAct, { readonly kind: "media" }>): readonly string[] {
  const name = act.filename ?? act.file ?? `a ${act.media}`;
  return [`sends ${name}`, ...(act.caption?.split("\n") ?? [])];
}

function describeContext(act: Extract<UserAct, { readonly kind: "text" }>): readonly string[] {
  const { quotes, forwarded, ad } = act;
  return [
    ...(ad === undefined ? [] : [`(comes from an advertisement: ${JSON.stringify(ad)})`]),
    ...(quotes === undefined ? [] : [`(quotes: ${quotes})`]),
    ...(forwarded === true ? ["(forwarded)"] : []),
  ];
}

function describeAnswer(act: Answer): readonly string[] {
  switch (act.kind) {
    case "choice":
      return [`taps [${act.choice}]`];
    case "reaction":
      return [act.emoji === "" ? "takes the reaction back" : `reacts ${act.emoji}`];
    case "form":
      return [`fills in ${JSON.stringify(act.answer)}`];
    case "order":
      return act.items.map(({ sku, quantity }) => `orders ${quantity} x ${sku}`);
    case "edit":
      return ["changes the message to:", ...act.text.split("\n")];
    case "revoke":
      return ["takes the message back"];
    case "share_number":
      return [`shares the number ${act.phone}`];
    default:
      return assertNever(act, "describeAnswer");
  }
}
