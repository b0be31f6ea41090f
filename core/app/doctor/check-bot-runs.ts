import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import type { NetReply } from "#core/model/ports/net.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";
import { lookTimeoutMs } from "./looking-net.ts";

const readySchema = z.object({
  status: z.enum(["ready", "not ready"]),
  obstacles: z.array(z.string()).default([]),
});
type Readiness = z.infer<typeof readySchema>;

const maxAnswerBytes = 65_536;

/** Whether the bot runs and can do its work, and who has its port if it does not. */
export async function checkBotRuns(situation: DoctorCase): Promise<readonly Found[]> {
  const { host, isRunning, command } = situation;
  const { port } = host.settings;
  const start = `Start it: ${command("run")}`;
  if (port === 0) {
    // Any free port: only the bot's own log says which.
    return [isRunning ? ["good", "it runs"] : ["warning", "it does not run", start]];
  }
  const url = `http://${hostOf(host.settings.host)}:${port}`;
  const reply = await host.net.request({
    method: "GET",
    url: `${url}/readyz`,
    headers: {},
    timeoutMs: lookTimeoutMs,
    maxBytes: maxAnswerBytes,
  });
  const readiness = readReadiness(reply);
  if (isRunning) return [judgeRunning(url, readiness)];
  if (reply.kind === "unsent") {
    return [["warning", `it does not run; port ${port} is free for it`, start]];
  }
  const who = readiness === undefined ? "another program" : "a bot with another data folder";
  const hint = `Stop that one (find it: ss -ltnp 'sport = :${port}'), or choose another port: SAPA_PORT.`;
  return [["error", `it does not run, and port ${port} is taken by ${who}`, hint]];
}

function judgeRunning(url: string, readiness: Readiness | undefined): Found {
  if (readiness === undefined) {
    const hint = "Ask with the SAPA_HOST and SAPA_PORT that it was started with.";
    return ["warning", `it runs, and not at ${url}`, hint];
  }
  if (readiness.status === "ready") return ["good", `it runs and is ready at ${url}`];
  const why = readiness.obstacles.join("; ");
  return ["error", `it runs and is not ready: ${why}`, "Look at its log: it says more of each."];
}

function readReadiness(reply: NetReply): Readiness | undefined {
  if (reply.kind !== "answer") return undefined;
  try {
    return parseJson(readySchema, reply.body, "readiness");
  } catch {
    return undefined;
  }
}

/** Where a server is asked that listens everywhere. */
function hostOf(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
