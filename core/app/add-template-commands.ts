import type { Command } from "commander";
import type { ApplyFlags, PlanFlags, TemplateFlags } from "./commands/template.ts";

/** The verbs of `sapa template`. */
export function addTemplateCommands(program: Command, done: (exitCode: number) => void): void {
  const template = program
    .command("template")
    .description("the templates that templates/ declares, and those that the network has");
  const verb = (name: string, description: string): Command =>
    template
      .command(name)
      .description(description)
      .option("--bot <folder>", "folder with bot.yaml (default: this one, else ./flows)")
      .option("--account <name>", "whose templates (default: the only account that has any)")
      .option("--data <folder>", "data folder (SAPA_DATA)")
      .option("--json", "print it as JSON");
  verb("list", "what the network has: status, category, quality").action(
    async (flags: TemplateFlags) => {
      const { templateListCommand } = await import("./commands/template.ts");
      done(await templateListCommand(flags));
    },
  );
  verb("plan", "what apply would do, and what cannot be done now; changes nothing")
    .option("--delete <name...>", "would delete it where only the network has it")
    .action(async (flags: PlanFlags) => {
      const { templatePlanCommand } = await import("./commands/template.ts");
      done(await templatePlanCommand(flags));
    });
  verb("apply", "make and change at the network what is declared")
    .option("--delete <name...>", "delete it where only the network has it")
    .option("--yes", "do not ask first")
    .action(async (flags: ApplyFlags) => {
      const { templateApplyCommand } = await import("./commands/template.ts");
      done(await templateApplyCommand(flags));
    });
}
