import type { Command } from "commander";
import type { ConsentFlags } from "./commands/consent.ts";

/** The verbs of `sapa consent`. */
export function addConsentCommands(program: Command, done: (exitCode: number) => void): void {
  const consent = program
    .command("consent")
    .description("show and write the consent ledger, also of a bot that runs");
  const verb = (name: string, description: string): Command =>
    consent
      .command(name)
      .description(description)
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
      .option("--data <folder>", "data folder (SAPA_DATA)");
  verb("show", "what a person said and was told, newest first")
    .argument("<person>", "id, phone number with country code, BSUID, user name or whole name")
    .option("--json", "print it as JSON")
    .action(async (person: string, flags: ConsentFlags) => {
      const { consentShowCommand } = await import("./commands/consent.ts");
      done(await consentShowCommand(person, flags));
    });
  verb("grant", "write down a yes that a person gave elsewhere")
    .argument("<person>", "phone number with country code, or the person's id")
    .requiredOption("--purpose <name>", "which purpose of bot.yaml")
    .requiredOption("--wording <text>", "the exact words that they said yes to")
    .requiredOption("--evidence <text>", "what proves it, such as the form's number")
    .action(async (person: string, flags: ConsentFlags) => {
      const { consentWriteCommand } = await import("./commands/consent.ts");
      done(await consentWriteCommand("yes", person, flags));
    });
  verb("withdraw", "write down a no")
    .argument("<person>", "phone number with country code, or the person's id")
    .requiredOption("--purpose <name>", "which purpose of bot.yaml")
    .option("--evidence <text>", "how they said so")
    .action(async (person: string, flags: ConsentFlags) => {
      const { consentWriteCommand } = await import("./commands/consent.ts");
      done(await consentWriteCommand("no", person, flags));
    });
  verb(
    "import",
    "opt-ins of a CSV file: person, purpose, at, wording, evidence [, answer, expires]",
  )
    .argument("<file>", "the file; its first line names the columns")
    .option("--dry-run", "say what would be written, and write nothing")
    .action(async (file: string, flags: ConsentFlags) => {
      const { consentImportCommand } = await import("./commands/consent.ts");
      done(await consentImportCommand(file, flags));
    });
}
