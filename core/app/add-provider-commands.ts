import type { Command } from "commander";
import type { ProviderFlags } from "./commands/provider-check.ts";

/** The verbs of `sapa provider`. */
export function addProviderCommands(program: Command, done: (exitCode: number) => void): void {
  const provider = program.command("provider").description("the AI providers of a bot");
  provider
    .command("check")
    .description("ask each whether it works, and say what to do if it does not")
    .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
    .option("--data <folder>", "data folder (SAPA_DATA)")
    .option("--json", "print it as JSON")
    .action(async (flags: ProviderFlags) => {
      const { providerCheckCommand } = await import("./commands/provider-check.ts");
      done(await providerCheckCommand(flags));
    });
}
