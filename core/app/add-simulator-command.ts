import type { Command } from "commander";
import type { SimulatorFlags } from "./simulator/read-simulator-flags.ts";

/** `sapa simulator`. */
export function addSimulatorCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command("simulator")
    .description("WhatsApp's network and phones in the browser, for a bot of any framework")
    .requiredOption("--webhook <url>", "your bot's webhook, such as http://127.0.0.1:3000/webhook")
    .option("--app-secret <secret>", "signs webhooks (default: simulator-app-secret)")
    .option("--verify-token <token>", "asked for in the handshake (default: simulator)")
    .option("--token <token>", "your bot's access token (default: simulator-token)")
    .option("--phone-number-id <id>", "your bot's phone number id (default: 200000000000002)")
    .option("--port <number>", "port of the pages (default: 8090, else a free one)")
    .option("--graph-port <number>", "port of the Graph API (default: 8091, else a free one)")
    .option("--json", "print where it is and what passes as JSON, one object a line")
    .action(async (flags: SimulatorFlags) => {
      const { simulatorCommand } = await import("./commands/simulator.ts");
      done(await simulatorCommand(flags));
    });
}
