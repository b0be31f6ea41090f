import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
/** The machine may be busy with other tests. */
const startMs = 60_000;
const lookEveryMs = 20;

/** What every bot of a test says of itself; on WhatsApp, with accounts that are set nowhere. */
export const whatsappBot = `bot: kopi
format: 1
name: Kopi
human: { queue: kasir }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: A }
    token: { env: B }
    app_secrets: { env: C }
    verify_token: { env: D }
`;

/** What a run of the command line came to. */
export interface CliAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A bot's folder, made for a test, and the command line on it. */
export class CliBot {
  readonly folder: string;

  /** `more` follows what every bot says in bot.yaml. */
  constructor(name: string, more = "") {
    this.folder = mkdtempSync(join(tmpdir(), `sapa-${name}-`));
    this.write("bot.yaml", whatsappBot + more);
    this.write(
      "hi.flow.yaml",
      "flow: hi\nformat: 1\ntriggers: [{ message: any }]\nsteps: [{ say: Hi. }]\n",
    );
  }

  at(file: string): string {
    return join(this.folder, file);
  }

  write(file: string, text: string): void {
    writeFileSync(this.at(file), text);
  }

  spawn(...args: readonly string[]) {
    return Bun.spawn([process.execPath, main, ...args], {
      cwd: root,
      env: { PATH: process.env["PATH"], SAPA_DATA: this.at("data"), SAPA_PORT: "0" },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
  }

  /** One command on this bot, to its end. */
  run(...args: readonly string[]): Promise<CliAnswer> {
    return this.exec(...args, "--bot", this.folder);
  }

  /** The same where a command names its bot in another way. */
  async exec(...args: readonly string[]): Promise<CliAnswer> {
    const child = this.spawn(...args);
    const [out, err] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    return { code: await child.exited, out, err };
  }

  /** Does something while the bot runs on the simulator. */
  whileRunning(work: () => Promise<void>): Promise<void> {
    return this.#beside(["run", this.folder, "--simulate"], "data/control.json", work);
  }

  /** Does something while `sapa dev` runs. */
  whileDev(work: () => Promise<void>): Promise<void> {
    return this.#beside(["dev", this.folder], "data/dev/control.json", work);
  }

  async #beside(args: readonly string[], control: string, work: () => Promise<void>) {
    const running = this.spawn(...args);
    try {
      const deadlineAt = performance.now() + startMs;
      while (!existsSync(this.at(control))) {
        if (performance.now() > deadlineAt) throw new Error("the bot did not start");
        await Bun.sleep(lookEveryMs);
      }
      await work();
    } finally {
      running.kill("SIGTERM");
      await running.exited;
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
