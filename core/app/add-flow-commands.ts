import { type Command, Option } from "commander";
import type { DiagramFlags } from "./commands/flow-diagram.ts";

interface BotFlags {
  readonly bot?: string;
  readonly json?: true;
}

/** The verbs of `sapa flow`. */
export function addFlowCommands(program: Command, done: (exitCode: number) => void): void {
  const flow = program.command("flow").description("list, show and draw a bot's flows");
  const verb = (name: string, description: string): Command =>
    flow
      .command(name)
      .description(description)
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)");
  verb("list", "the flows of the bot")
    .option("--json", "print them as JSON")
    .action(async ({ bot, json }: BotFlags) => {
      const { flowListCommand } = await import("./commands/flow-list.ts");
      done(flowListCommand(bot, json === true));
    });
  verb("show", "one flow, step by step")
    .argument("<flow>", "its name")
    .option("--json", "print it as JSON")
    .action(async (name: string, { bot, json }: BotFlags) => {
      const { flowShowCommand } = await import("./commands/flow-show.ts");
      done(flowShowCommand(name, { bot, isJson: json === true }));
    });
  verb("diagram", "the picture of a flow, for Mermaid or as SVG")
    .argument("[flow]", "its name; all of them go into the folder of --out")
    .addOption(
      new Option("--format <format>", "what to write")
        .choices(["mermaid", "svg"])
        .default("mermaid"),
    )
    .option("--out <file>", "where to; a folder gets a file for each flow")
    .action(async (name: string | undefined, flags: DiagramFlags) => {
      const { flowDiagramCommand } = await import("./commands/flow-diagram.ts");
      done(flowDiagramCommand(name, flags));
    });
}
