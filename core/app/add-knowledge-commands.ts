import type { Command } from "commander";
import type { KnowledgeFlags } from "./commands/knowledge.ts";

/** The verbs of `sapa knowledge`. */
export function addKnowledgeCommands(program: Command, done: (exitCode: number) => void): void {
  const knowledge = program
    .command("knowledge")
    .description("the folders that an AI answers from (knowledge of bot.yaml)");
  withBot(knowledge.command("list"))
    .description("what each folder holds, and what of it cannot be read")
    .action(async (flags: KnowledgeFlags) => {
      const { knowledgeListCommand } = await import("./commands/knowledge.ts");
      done(await knowledgeListCommand(flags));
    });
  withBot(knowledge.command("search"))
    .description("what would go along with a question, and where it stands")
    .argument("<name>", "the folder's name in bot.yaml")
    .argument("<question>", "as a person would ask it")
    .action(async (name: string, question: string, flags: KnowledgeFlags) => {
      const { knowledgeSearchCommand } = await import("./commands/knowledge.ts");
      done(await knowledgeSearchCommand(name, question, flags));
    });
  withBot(knowledge.command("add"))
    .description("copy files into a folder; a running bot answers from them at once")
    .argument("<name>", "the folder's name in bot.yaml")
    .argument("<files...>", "Markdown, text, CSV or PDF")
    .action(async (name: string, files: readonly string[], flags: KnowledgeFlags) => {
      const { knowledgeAddCommand } = await import("./commands/knowledge.ts");
      done(await knowledgeAddCommand(name, files, flags));
    });
  // The program starts it by itself, for files that may be large or hostile.
  knowledge.command("index", { hidden: true }).action(async () => {
    const { knowledgeIndexCommand } = await import("./commands/knowledge-index.ts");
    done(await knowledgeIndexCommand());
  });
}

function withBot(command: Command): Command {
  return command
    .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
    .option("--data <folder>", "data folder (SAPA_DATA)")
    .option("--json", "print it as JSON");
}
