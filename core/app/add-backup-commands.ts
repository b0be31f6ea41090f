import type { Command } from "commander";
import type { BackupFlags } from "./commands/backup.ts";

/** `sapa backup` and `sapa restore`. */
export function addBackupCommands(program: Command, done: (exitCode: number) => void): void {
  const verb = (name: string, description: string, file: string): Command =>
    program
      .command(name)
      .description(description)
      .argument("<file>", file)
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
      .option("--data <folder>", "data folder (SAPA_DATA)")
      .option("--json", "print it as JSON");
  verb("backup", "copy the database, also while the bot runs", "a new file")
    .option("--keys <file>", "copy the keys too; keep them apart from the backup")
    .action(async (file: string, flags: BackupFlags) => {
      const { backupCommand } = await import("./commands/backup.ts");
      done(await backupCommand(file, flags));
    });
  verb("restore", "put a backup in the place of the database", "what sapa backup wrote")
    .option("--keys <file>", "take the keys of their copy over, too")
    .action(async (file: string, flags: BackupFlags) => {
      const { restoreCommand } = await import("./commands/backup.ts");
      done(await restoreCommand(file, flags));
    });
}
