import { resolve } from "node:path";
import type { Subprocess } from "bun";
import { repository } from "#test/source-files.ts";

const healthyDeadlineMs = 30_000;

export interface SapaOptions {
  /** The bot's folder, relative to the repository. */
  readonly bot: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly graphUrl: string;
  /** The simulator's settings for the channel. */
  readonly channel: Readonly<Record<string, string>>;
  /** Where its log goes; appended to. */
  readonly logFile: string;
}

/** A real `sapa run` in a process of its own. */
export class SapaProcess {
  readonly #child: Subprocess;
  readonly #options: SapaOptions;

  constructor(options: SapaOptions) {
    const { bot, port, dataFolder, graphUrl, channel, logFile } = options;
    this.#options = options;
    this.#child = Bun.spawn(
      [
        "sh",
        "-c",
        'exec "$0" "$@" >> "$SAPA_TEST_LOG" 2>&1',
        process.execPath,
        resolve(repository, "core/app/main.ts"),
        "run",
        resolve(repository, bot),
      ],
      {
        stdin: "ignore",
        stdout: "ignore",
        stderr: "ignore",
        env: {
          PATH: process.env["PATH"] ?? "",
          HOME: process.env["HOME"] ?? "",
          SAPA_TEST_LOG: logFile,
          SAPA_PORT: String(port),
          SAPA_HOST: "127.0.0.1",
          SAPA_DATA: dataFolder,
          WHATSAPP_GRAPH_URL: graphUrl,
          WHATSAPP_ACCESS_TOKEN: channel["token"] ?? "",
          WHATSAPP_APP_SECRET: channel["app_secrets"] ?? "",
          WHATSAPP_VERIFY_TOKEN: channel["verify_token"] ?? "",
          WHATSAPP_PHONE_NUMBER_ID: channel["phone_number_id"] ?? "",
        },
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  /** Resolves when it answers; throws with the end of its log if it does not in time. */
  async healthy(): Promise<void> {
    const deadline = performance.now() + healthyDeadlineMs;
    while (performance.now() < deadline && this.#child.exitCode === null) {
      try {
        if ((await fetch(`${this.url}/healthz`)).ok) return;
      } catch {
        // Nobody listens yet.
        await new Promise((retry) => setTimeout(retry, 5));
      }
    }
    this.kill();
    const log = await Bun.file(this.#options.logFile).text();
    const code = this.#child.exitCode;
    throw new Error(`sapa did not start (exit code ${code}):\n${log.slice(-3_000)}`);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  /** Resolves to the exit code; a process that was killed has another than 0. */
  exited(): Promise<number> {
    return this.#child.exited;
  }
}
