import type { Command } from "commander";
import type { OpsFlags } from "./commands/ops.ts";
import type { SpendFlags } from "./commands/spend.ts";

/** `sapa ops` and `sapa spend`. */
export function addOpsCommands(program: Command, done: (exitCode: number) => void): void {
  program
    .command("ops")
    .description("give a command of chat-ops from here, such as: sapa ops status")
    .argument("<command...>", 'the command, such as "set limits.contact=30/min"; help lists them')
    .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
    .option("--data <folder>", "data folder (SAPA_DATA)")
    .option("--yes", "do what would be asked about")
    .option("--language <tag>", "of the answer: en or id", "en")
    .option("--json", "print what it came to as JSON")
    .action(async (command: readonly string[], flags: OpsFlags) => {
      const { opsCommand } = await import("./commands/ops.ts");
      done(await opsCommand(command, flags));
    });
  program
    .command("spend")
    .description("what messages and AI cost")
    .option("--by <what>", "account, contact, flow, provider or day", "account")
    .option("--since <when>", "today, month, 7d or 2026-11-01", "month")
    .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
    .option("--data <folder>", "data folder (SAPA_DATA)")
    .option("--language <tag>", "of the answer: en or id", "en")
    .option("--json", "print all lines as JSON, in micro-USD")
    .action(async (flags: SpendFlags) => {
      const { spendCommand } = await import("./commands/spend.ts");
      done(await spendCommand(flags));
    });
}
