import type { Role } from "./role.ts";

/**
 * The processes of a bench, by the name that starts each; none: the bench itself. Each is imported
 * alone, so that a baseline stays as small as it is.
 */
const roles = {
  "ack-group": async () => (await import("./bare/ack-group.ts")).serveAckGroup(),
  "ack-single": async () => (await import("./bare/ack-single.ts")).serveAckSingle(),
  "echo-bot": async () => (await import("./bare/echo-bot.ts")).serveEchoBot(),
  hello: async () => (await import("./bare/hello.ts")).serveHello(),
  load: async () => (await import("./load/load-process.ts")).serveLoad(),
} satisfies Record<Role, () => Promise<unknown>>;

function isRole(word: string | undefined): word is Role {
  return word !== undefined && Object.hasOwn(roles, word);
}

if (import.meta.main) {
  const role = process.argv[2];
  if (isRole(role)) await roles[role]();
  else process.exit(await (await import("./run-bench.ts")).runBench());
}
