import type { OperatorDesk } from "#core/engine/operator-desk.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import { conversationOwner, type OpsChange } from "#core/model/ops.ts";
import { readAddress } from "#core/model/read-address.ts";
import { toLanguage } from "./language.ts";
import { isCommandText } from "./parse-line.ts";
import type { Role } from "./role.ts";
import { type LineAnswer, type OpsDeps, runLine } from "./run-line.ts";
import { opsTexts } from "./texts.ts";

/** A person of ours, as bot.yaml lists them. */
export interface Operator {
  /** How the channel reaches them: their id, or their number. */
  readonly contact: string;
  readonly name: string;
  readonly role: Role;
}

/** Takes commands: from chats as the engine's desk, and from this machine's shell. */
export interface OpsDesk extends OperatorDesk {
  /** Who can reach the data folder may do everything. `who` is named in the audit. */
  runShell(line: ShellLine): Promise<LineAnswer>;
}

export interface ShellLine {
  readonly text: string;
  readonly who: string;
  /** BCP 47. */
  readonly language: string;
  readonly at: Millis;
}

export function createDesk(deps: OpsDeps, operators: readonly Operator[]): OpsDesk {
  const byAddress = new Map(
    operators.map((operator) => [readAddress(operator.contact).value, operator]),
  );
  const find = ({ addresses }: Contact) =>
    addresses.map(({ value }) => byAddress.get(value)).find((item) => item !== undefined);
  const onChanged = ({ settings = [] }: OpsChange) => deps.settings.apply(settings);

  return {
    isCommand(contact, message) {
      // What somebody else wrote is no command of who passes it on.
      if (byAddress.size === 0 || message.kind !== "text" || message.forwarded === true)
        return false;
      return isCommandText(message.text) && find(contact) !== undefined;
    },
    async answer({ contact, conversation, text, language, at }) {
      const operator = find(contact);
      if (operator === undefined) return { text: "" };
      const { name, role } = operator;
      const caller = {
        name,
        role,
        via: "chat",
        owner: conversationOwner(conversation.id),
        contact: contact.id,
        language: toLanguage(language),
      } as const;
      return await runLine(deps, caller, text, at);
    },
    onChanged,
    async runShell({ text, who, language, at }) {
      const caller = {
        name: who,
        role: "owner",
        via: "shell",
        owner: `shell:${who}`,
        contact: undefined,
        language: toLanguage(language),
      } as const;
      const answer = await runLine(deps, caller, text.startsWith("/") ? text : `/${text}`, at);
      if (answer.change === undefined) return answer;
      if (!(await deps.records.changeOps(answer.change))) {
        // Somebody at another shell was faster with the same code.
        return { text: opsTexts(caller.language).nothingPending, isDone: false };
      }
      onChanged(answer.change);
      return answer;
    },
  };
}
