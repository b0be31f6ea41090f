import { Argument, Command, Option } from "commander";
import { addBackupCommands } from "./add-backup-commands.ts";
import { addBroadcastCommands } from "./add-broadcast-commands.ts";
import { addConfigCommands } from "./add-config-commands.ts";
import { addConsentCommands } from "./add-consent-commands.ts";
import { addContactCommands } from "./add-contact-commands.ts";
import { addFlowCommands } from "./add-flow-commands.ts";
import { addKnowledgeCommands } from "./add-knowledge-commands.ts";
import { addOpsCommands } from "./add-ops-commands.ts";
import { addProviderCommands } from "./add-provider-commands.ts";
import { addSimulatorCommand } from "./add-simulator-command.ts";
import { addTemplateCommands } from "./add-template-commands.ts";
import type { ChatFlags } from "./commands/chat.ts";
import type { DoctorFlags } from "./commands/doctor.ts";
import type { RecordFlags } from "./commands/record-test.ts";
import type { RunFlags } from "./commands/run.ts";
import type { SendFlags } from "./commands/send.ts";
import type { TestFlags } from "./commands/test.ts";
import { type EditorName, editorNames } from "./editor/editor-names.ts";
import type { EditorSchemas } from "./editor-schemas.ts";
import type { HostFlags } from "./host.ts";
import type { FindingFormat } from "./render-findings.ts";
import { versionText } from "./sapa-version.ts";

interface SchemaFlags {
  readonly editor?: EditorName;
  readonly bot?: string;
}

/** What `done` is told: the exit code of the command that ran. */
type Done = (exitCode: number) => void;

/**
 * The commands of `sapa`. Each is imported when it is asked for, so that a small one starts at once.
 */
export function createCommandLine(done: Done): Command {
  const program = new Command("sapa")
    .description("A self-hosted runtime for WhatsApp bots on the official Cloud API.")
    .version(versionText(), "-V, --version", "print the version")
    .showHelpAfterError("(--help tells more)")
    .exitOverride();
  addServing(program, done);
  addTrying(program, done);
  addSimulatorCommand(program, done);
  addSend(program, done);
  addFlowCommands(program, done);
  addProviderCommands(program, done);
  addKnowledgeCommands(program, done);
  addConsentCommands(program, done);
  addConfigCommands(program, done);
  addContactCommands(program, done);
  addBroadcastCommands(program, done);
  addTemplateCommands(program, done);
  addOpsCommands(program, done);
  addBackupCommands(program, done);
  addOwn(program, done);
  return program;
}

/** A command on a bot's folder. */
function onBot<Flags>(
  program: Command,
  name: string,
  description: string,
  action: (bot: string | undefined, flags: Flags) => Promise<void>,
): Command {
  return program
    .command(name)
    .description(description)
    .argument("[bot]", "folder with bot.yaml (default: this one, else ./flows)")
    .action(action);
}

function withHost(command: Command): Command {
  return command
    .option("--port <number>", "port of the HTTP server (SAPA_PORT)")
    .option("--data <folder>", "data folder (SAPA_DATA)");
}

function addServing(program: Command, done: Done): void {
  withHost(
    onBot<HostFlags>(
      program,
      "dev",
      "run with simulators, show every message, reload edited flows",
      async (bot, flags) => {
        const { devCommand } = await import("./commands/dev.ts");
        done(await devCommand(bot, flags));
      },
    ),
  );
  withHost(
    onBot<RunFlags>(program, "run", "run in production", async (bot, flags) => {
      const { runCommand } = await import("./commands/run.ts");
      done(await runCommand(bot, flags));
    }),
  )
    .option("--simulate", "put accounts whose variables are not set on their simulator")
    .option("--simulator", "the same, with its pages behind a link that opens once");
}

function addTrying(program: Command, done: Done): void {
  onBot<ChatFlags>(program, "chat", "talk to the bot in the terminal", async (bot, flags) => {
    const { chatCommand } = await import("./commands/chat.ts");
    done(await chatCommand(bot, flags));
  })
    .option("--name <name>", "your name")
    .option("--language <tag>", "your language, such as id or en")
    .option("--id-only", "write under an id, without a phone number");
  onBot<{ readonly format: FindingFormat; readonly json?: true }>(
    program,
    "check",
    "find mistakes in bot.yaml and flows",
    async (bot, { format, json }) => {
      const { checkCommand } = await import("./commands/check.ts");
      done(await checkCommand(bot, json === true ? "json" : format));
    },
  )
    .addOption(
      new Option("--format <format>", "how findings are written")
        .choices(["human", "json", "github", "sarif"])
        .default("human"),
    )
    .option("--json", "the same as --format json");
  withHost(
    onBot<DoctorFlags>(
      program,
      "doctor",
      "look at all that a bot needs, its public webhook too, and say what mends what is wrong",
      async (bot, flags) => {
        const { doctorCommand } = await import("./commands/doctor.ts");
        done(await doctorCommand(bot, flags));
      },
    ),
  ).option("--json", "print it as JSON");
  addTest(program, done);
}

function addTest(program: Command, done: Done): void {
  const test = onBot<TestFlags>(
    program,
    "test",
    "play the conversations of *.test.yaml",
    async (bot, flags) => {
      const { testCommand } = await import("./commands/test.ts");
      done(await testCommand(bot, flags));
    },
  )
    .option("--filter <text>", "only tests whose name or file holds this")
    .option("--watch", "run again when a file is saved: only the tests that it matters to")
    .option("--update", "write what the bot says into bot: lines that say otherwise")
    .option("--crash", "let the process die at every write to the store, and start again")
    .option("--coverage", "show the steps and branches that no test reached")
    .option("--min-coverage <percent>", "fail if the tests reach less of the flows")
    .option("--junit <file>", "write a JUnit report")
    .option("--json", "print results and coverage as JSON");
  onBot<RecordFlags>(
    test,
    "record",
    "write a conversation that took place down as a test, masked",
    async (bot, flags) => {
      const { recordCommand } = await import("./commands/record-test.ts");
      done(await recordCommand(bot, flags));
    },
  )
    .option("--contact <person>", "whose: id, number, BSUID or name (default: who wrote last)")
    .option("--since <duration>", "only what is younger, such as 2h")
    .option("--out <file>", "where to (default: <flow>.recorded.test.yaml in the bot's folder)")
    .option("--data <folder>", "data folder (SAPA_DATA, or its dev folder if that is newer)");
}

function addSend(program: Command, done: Done): void {
  onBot<SendFlags>(
    program,
    "send",
    "send one message or template, through every gate",
    async (bot, flags) => {
      const { sendCommand } = await import("./commands/send.ts");
      done(await sendCommand(bot, flags));
    },
  )
    .requiredOption("--to <person>", "phone number with country code, or the person's id")
    .option("--account <name>", "which account sends (default: the only one)")
    .option("--text <text>", "a text; only within the customer service window")
    .option("--template <name>", "an approved template")
    .option("--language <tag>", "the template's language (default: the bot's first)")
    .option("--body <value...>", "values of the template's body, in order")
    .option("--purpose <name>", "what it is for: a purpose of bot.yaml (default: a word of yours)")
    .option("--data <folder>", "data folder (SAPA_DATA)")
    .option("--json", "print what became of it as JSON");
}

function addOwn(program: Command, done: Done): void {
  program
    .command("schema")
    .description(
      "print the JSON Schema of flows, tests, templates or bot.yaml, or set up an editor",
    )
    .addArgument(
      new Argument("[kind]", "which files")
        .choices(["flow", "test", "template", "bot"])
        .default("flow"),
    )
    .addOption(
      new Option("--editor <name>", "write this folder's settings for an editor").choices(
        editorNames,
      ),
    )
    .option("--bot <folder>", "whose plugins' keys to tell (default: this one, else ./flows)")
    .action(async (kind: keyof EditorSchemas, { editor, bot }: SchemaFlags) => {
      const { editorCommand, schemaCommand } = await import("./commands/schema.ts");
      done(await (editor === undefined ? schemaCommand(kind, bot) : editorCommand(editor, bot)));
    });
  program
    .command("version")
    .description("print the version")
    .option("--json", "print it as JSON")
    .action(async ({ json }: { readonly json?: true }) => {
      const { versionCommand } = await import("./commands/version.ts");
      done(versionCommand(json === true));
    });
}
