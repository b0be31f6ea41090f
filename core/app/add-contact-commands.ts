import type { Command } from "commander";
import type { ExportFlags } from "./commands/contact.ts";
import type { BlockFlags } from "./commands/contact-block.ts";
import type { EraseFlags } from "./commands/contact-erase.ts";
import type { OpsFlags } from "./commands/ops.ts";
import type { PeopleFlags } from "./contacts/open-people.ts";

/** The verbs of `sapa contact`. */
export function addContactCommands(program: Command, done: (exitCode: number) => void): void {
  const contact = program
    .command("contact")
    .description("show, hand over and erase what is kept of a person; block somebody");
  const verb = (name: string, description: string): Command =>
    contact
      .command(name)
      .description(description)
      .argument("<person>", "id, phone number with country code, BSUID, user name or whole name")
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
      .option("--data <folder>", "data folder (SAPA_DATA)")
      .option("--json", "print it as JSON");
  verb("show", "who it is and how much is kept, without what was said").action(
    async (person: string, flags: PeopleFlags) => {
      const { contactShowCommand } = await import("./commands/contact.ts");
      done(await contactShowCommand(person, flags));
    },
  );
  verb("export", "everything of a person into a folder: data.json, README.txt, files")
    .option("--out <folder>", "where to (default: ./export-<id>)")
    .action(async (person: string, flags: ExportFlags) => {
      const { contactExportCommand } = await import("./commands/contact.ts");
      done(await contactExportCommand(person, flags));
    });
  const blocking = (name: "block" | "unblock", description: string) =>
    verb(name, description)
      .option("--reason <words>", "why, for who looks at it later")
      .option("--yes", "do it; without this it is told what would be done")
      .action(async (person: string, flags: BlockFlags) => {
        const { contactBlockCommand } = await import("./commands/contact-block.ts");
        done(await contactBlockCommand(name, person, flags));
      });
  blocking("block", "answer a person no more, and send them nothing");
  blocking("unblock", "answer a blocked person again");
  contact
    .command("blocked")
    .description("who is blocked, and since when")
    .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
    .option("--data <folder>", "data folder (SAPA_DATA)")
    .option("--json", "print it as JSON")
    .action(async (flags: OpsFlags) => {
      const { contactBlockedCommand } = await import("./commands/contact-block.ts");
      done(await contactBlockedCommand(flags));
    });
  verb("erase", "remove a person for good, also from the network's address book")
    .option("--yes", "do it; without this it is only shown who it would be")
    .action(async (person: string, flags: EraseFlags) => {
      const { contactEraseCommand } = await import("./commands/contact-erase.ts");
      done(await contactEraseCommand(person, flags));
    });
}
