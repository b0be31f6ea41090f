import { type Command, Option } from "commander";
import type { ActivateFlags } from "./commands/flow-activate.ts";
import type { DiagramFlags } from "./commands/flow-diagram.ts";
import type { DiffFlags } from "./commands/flow-diff.ts";

interface BotFlags {
  readonly bot?: string;
  readonly data?: string;
  readonly json?: true;
}

const dataFolder = "data folder (SAPA_DATA)";

/** The verbs of `sapa flow`. */
export function addFlowCommands(program: Command, done: (exitCode: number) => void): void {
  const flow = program
    .command("flow")
    .description("list, show, compare, activate and draw a bot's flows");
  const verb = (name: string, description: string): Command =>
    flow
      .command(name)
      .description(description)
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)");
  verb("list", "the flows of the bot, what is active and how many conversations are under way")
    .option("--data <folder>", dataFolder)
    .option("--json", "print them as JSON")
    .action(async ({ json, ...flags }: BotFlags) => {
      const { flowListCommand } = await import("./commands/flow-list.ts");
      done(await flowListCommand(flags, json === true));
    });
  addRevisionVerbs(verb, done);
  verb("show", "one flow, step by step, with its revisions")
    .argument("<flow>", "its name")
    .option("--data <folder>", dataFolder)
    .option("--json", "print it as JSON")
    .action(async (name: string, { json, ...flags }: BotFlags) => {
      const { flowShowCommand } = await import("./commands/flow-show.ts");
      done(await flowShowCommand(name, { ...flags, isJson: json === true }));
    });
  verb("diagram", "the picture of a flow, for Mermaid or as SVG")
    .argument("[flow]", "its name; all of them go into the folder of --out")
    .addOption(
      new Option(
        "--format <format>",
        "what to write (default: as --out ends, else mermaid)",
      ).choices(["mermaid", "svg"]),
    )
    .option("--out <file>", "where to; a folder gets a file for each flow")
    .action(async (name: string | undefined, flags: DiagramFlags) => {
      const { flowDiagramCommand } = await import("./commands/flow-diagram.ts");
      done(flowDiagramCommand(name, flags));
    });
}

/** The verbs that speak of revisions. */
function addRevisionVerbs(
  verb: (name: string, description: string) => Command,
  done: (exitCode: number) => void,
): void {
  verb("diff", "what differs from what is active, and what becomes of conversations under way")
    .argument("[flow]", "its name (default: all that differ)")
    .option("--from <revision>", "an earlier revision in place of the active one")
    .option("--to <revision>", "an earlier revision in place of the file")
    .option("--data <folder>", dataFolder)
    .option("--json", "print it as JSON")
    .action(async (name: string | undefined, flags: DiffFlags) => {
      const { flowDiffCommand } = await import("./commands/flow-diff.ts");
      done(await flowDiffCommand(name, flags));
    });
  verb("activate", "let new conversations begin on the files, if they pass the check")
    .argument("[flows...]", "their names (default: all)")
    .option("--data <folder>", dataFolder)
    .option("--json", "print what changed as JSON")
    .action(async (names: readonly string[], flags: ActivateFlags) => {
      const { flowActivateCommand } = await import("./commands/flow-activate.ts");
      done(await flowActivateCommand(names, flags));
    });
  verb("rollback", "bring an earlier revision of a flow back")
    .argument("<flow>", "its name")
    .option("--to <revision>", "which (default: the one before)")
    .option("--data <folder>", dataFolder)
    .option("--json", "print what changed as JSON")
    .action(async (name: string, { to, ...flags }: ActivateFlags & { readonly to?: string }) => {
      const { flowRollbackCommand } = await import("./commands/flow-activate.ts");
      done(await flowRollbackCommand(name, to, flags));
    });
}
