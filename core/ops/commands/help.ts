import { z } from "zod";
import { type Command, defineCommand } from "#core/ops/command.ts";
import { hasRole } from "#core/ops/role.ts";
import { usageOf } from "#core/ops/usage.ts";

/** `/help`: every command that the caller may give. `commands` is asked late: help is one of them. */
export function createHelp(commands: () => readonly Command[]): Command {
  return defineCommand({
    id: "help",
    words: [{ en: "help", id: "bantuan" }],
    about: { en: "what you can write here", id: "apa yang bisa ditulis di sini" },
    role: "viewer",
    args: [],
    input: z.strictObject({}),
    look(_, { caller, language, say }) {
      const lines = commands()
        .filter(({ role }) => hasRole(caller.role, role))
        .map((command) => `${usageOf(command, language)}: ${command.about[language]}`);
      const head = say({
        en: `Commands for you, ${caller.name} (${caller.role}):`,
        id: `Perintah untuk ${caller.name} (${caller.role}):`,
      });
      return Promise.resolve({ text: [head, ...lines].join("\n") });
    },
  });
}
