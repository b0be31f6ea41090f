import { freePort } from "#test/crash/free-port.ts";
import { repository } from "#test/source-files.ts";
import { waitUntil } from "#test/wait-until.ts";

/** The machine may be busy with other tests. */
export const patienceMs = 60_000;

/** A program in a process of its own, and the lines that it has printed so far. */
export interface Program {
  readonly lines: readonly string[];
  stop(): Promise<number>;
}

export interface Simulator extends Program {
  /** Where the phones are. */
  readonly page: string;
  /** Where the Graph API is. */
  readonly graphUrl: string;
}

const settings = {
  WHATSAPP_ACCESS_TOKEN: "a-token-of-theirs",
  WHATSAPP_APP_SECRET: "a-secret-of-theirs",
  WHATSAPP_VERIFY_TOKEN: "a-word-of-theirs",
  WHATSAPP_PHONE_NUMBER_ID: "123456123456123",
};

/** Starts `sapa simulator` for a bot that is to listen on the port. */
export async function startSimulator(botPort: number): Promise<Simulator> {
  const graphPort = freePort();
  const pagePort = freePort();
  const flags = {
    webhook: `http://127.0.0.1:${botPort}/webhook`,
    "app-secret": settings.WHATSAPP_APP_SECRET,
    "verify-token": settings.WHATSAPP_VERIFY_TOKEN,
    token: settings.WHATSAPP_ACCESS_TOKEN,
    "phone-number-id": settings.WHATSAPP_PHONE_NUMBER_ID,
    port: String(pagePort),
    "graph-port": String(graphPort),
  };
  const words = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const program = start(["core/app/main.ts", "simulator", "--json", ...words], {});
  if (!(await waitUntil(() => program.lines.length > 0, patienceMs))) {
    throw new Error("sapa simulator did not start");
  }
  const graphUrl = `http://127.0.0.1:${graphPort}`;
  return { ...program, page: `http://127.0.0.1:${pagePort}/simulator`, graphUrl };
}

/** Starts a bot of these tests; it finds its settings in the environment. */
export function startBot(file: string, port: number, graphUrl: string): Program {
  return start([`test/other-bots/${file}`], {
    ...settings,
    WHATSAPP_API_URL: graphUrl,
    PORT: String(port),
  });
}

function start(args: readonly string[], variables: Readonly<Record<string, string>>): Program {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: repository,
    env: { PATH: process.env["PATH"], ...variables },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const lines: string[] = [];
  void readLines(child.stdout, lines);
  return {
    lines,
    async stop() {
      child.kill("SIGTERM");
      return await child.exited;
    },
  };
}

async function readLines(stream: ReadableStream<Uint8Array>, lines: string[]): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  }
}
