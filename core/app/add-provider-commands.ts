import type { Command } from "commander";
import type { ProviderFlags } from "./ask-providers.ts";

type Done = (exitCode: number) => void;

/** The verbs of `sapa provider`. */
export function addProviderCommands(program: Command, done: Done): void {
  const provider = program.command("provider").description("the AI providers of a bot");
  withBot(provider.command("check"))
    .description("ask each whether it works, and say what to do if it does not")
    .option("--json", "print it as JSON")
    .action(async (flags: ProviderFlags) => {
      const { providerCheckCommand } = await import("./commands/provider-check.ts");
      done(await providerCheckCommand(flags));
    });
  withBot(provider.command("login"))
    .description("sign in to one that answers as a person, by a code on another device")
    .argument("<name>", "its name in bot.yaml")
    .action(async (name: string, flags: ProviderFlags) => {
      const { providerLoginCommand } = await import("./commands/provider-work.ts");
      done(await providerLoginCommand(name, flags));
    });
  withBot(provider.command("logout"))
    .description("forget who is signed in to it")
    .argument("<name>", "its name in bot.yaml")
    .action(async (name: string, flags: ProviderFlags) => {
      const { providerLogoutCommand } = await import("./commands/provider-work.ts");
      done(await providerLogoutCommand(name, flags));
    });
  withBot(provider.command("pull"))
    .description("fetch its models to where they run (Ollama)")
    .argument("<name>", "its name in bot.yaml")
    .action(async (name: string, flags: ProviderFlags) => {
      const { providerPullCommand } = await import("./commands/provider-work.ts");
      done(await providerPullCommand(name, flags));
    });
}

function withBot(command: Command): Command {
  return command
    .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
    .option("--data <folder>", "data folder (SAPA_DATA)");
}
