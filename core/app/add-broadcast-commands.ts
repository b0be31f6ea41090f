import type { Command } from "commander";
import type { BroadcastFlags } from "./commands/broadcast.ts";

/** The verbs of `sapa broadcast`. */
export function addBroadcastCommands(program: Command, done: (exitCode: number) => void): void {
  const broadcast = program
    .command("broadcast")
    .description("send one message to many people who agreed to it");
  const verb = (name: string, description: string, argument: string): Command =>
    broadcast
      .command(name)
      .description(description)
      .argument(
        `<${argument}>`,
        argument === "file" ? "the broadcast's YAML file" : "its file or name",
      )
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
      .option("--data <folder>", "data folder (SAPA_DATA)")
      .option("--json", "print it as JSON");
  verb("plan", "who would get it and who not, and how long it takes; sends nothing", "file").action(
    async (file: string, flags: BroadcastFlags) => {
      const { broadcastPlanCommand } = await import("./commands/broadcast.ts");
      done(await broadcastPlanCommand(file, flags));
    },
  );
  verb("start", "send it, once for each name", "file").action(
    async (file: string, flags: BroadcastFlags) => {
      const { broadcastStartCommand } = await import("./commands/broadcast.ts");
      done(await broadcastStartCommand(file, flags));
    },
  );
  for (const [name, description] of [
    ["status", "how far it came, and what became of its people"],
    ["pause", "send no more for now"],
    ["resume", "go on where it paused"],
    ["stop", "end it for ever"],
  ] as const) {
    verb(name, description, "broadcast").action(
      async (fileOrName: string, flags: BroadcastFlags) => {
        const { broadcastNameCommand } = await import("./commands/broadcast.ts");
        done(await broadcastNameCommand(name, fileOrName, flags));
      },
    );
  }
}
