import type { Command } from "commander";
import type { ConfigFlags } from "./commands/config-print.ts";

/** The verbs of `sapa config`. */
export function addConfigCommands(program: Command, done: (exitCode: number) => void): void {
  const config = program
    .command("config")
    .description("show a bot's settings, and what a change of them brings about");
  const verb = (name: string, description: string): Command =>
    config
      .command(name)
      .description(description)
      .argument("[bot]", "folder with bot.yaml (default: this one, else ./flows)")
      .option("--data <folder>", "data folder (SAPA_DATA)")
      .option("--json", "print it as JSON");
  verb("print", "every setting that counts, and where it comes from; secrets are hidden").action(
    async (bot: string | undefined, flags: ConfigFlags) => {
      const { configPrintCommand } = await import("./commands/config-print.ts");
      done(await configPrintCommand(bot, flags));
    },
  );
  verb("diff", "what bot.yaml changes against what the bot was started with: exit 1 if it does")
    .option("--against <what>", "a file, or a revision of git such as HEAD")
    .action(async (bot: string | undefined, flags: ConfigFlags) => {
      const { configDiffCommand } = await import("./commands/config-diff.ts");
      done(await configDiffCommand(bot, flags));
    });
}
