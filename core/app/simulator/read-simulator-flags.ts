import { BotError } from "#core/lib/bot-error.ts";

/** `sapa simulator` as it was typed. */
export interface SimulatorFlags {
  readonly webhook: string;
  readonly appSecret?: string | undefined;
  readonly verifyToken?: string | undefined;
  readonly token?: string | undefined;
  readonly phoneNumberId?: string | undefined;
  readonly port?: string | undefined;
  readonly graphPort?: string | undefined;
  readonly json?: true | undefined;
}

export interface SimulatorSettings {
  /** Where webhooks go. */
  readonly webhook: string;
  /** Undefined: the usual one, or a free one if somebody has it. */
  readonly port: number | undefined;
  readonly graphPort: number | undefined;
  /** What the network is to be called by, keyed as in bot.yaml. */
  readonly network: Readonly<Record<string, string>>;
}

/** Reads the flags; throws `USE_WRONG` with everything that is wrong with them. */
export function readSimulatorFlags(flags: SimulatorFlags): SimulatorSettings {
  const problems: string[] = [];
  const take = <T>(value: T | undefined, problem: string): T | undefined => {
    if (value === undefined) problems.push(problem);
    return value;
  };
  const words = (name: string, value: string | undefined): void => {
    // It travels in a header or an address.
    if (value !== undefined && !/^[\x21-\x7e]+$/.test(value)) {
      problems.push(`${name}: must be letters, digits and signs without a space`);
    }
  };
  const webhook = take(
    readUrl(flags.webhook),
    `--webhook: "${flags.webhook}" is no http or https address; write it whole, such as http://127.0.0.1:3000/webhook`,
  );
  words("--app-secret", flags.appSecret);
  words("--verify-token", flags.verifyToken);
  words("--token", flags.token);
  if (flags.phoneNumberId !== undefined && !/^\d{1,32}$/.test(flags.phoneNumberId)) {
    problems.push("--phone-number-id: must be digits only");
  }
  const [port, graphPort] = (["port", "graphPort"] as const).map((name) => {
    const text = flags[name];
    if (text === undefined) return undefined;
    const flag = name === "port" ? "--port" : "--graph-port";
    return take(readPort(text), `${flag}: "${text}" is no port; use 0 to 65535, 0 for a free one`);
  });
  if (webhook === undefined || problems.length > 0) {
    throw new BotError("USE_WRONG", ["these flags are wrong:", ...problems].join("\n  "), {
      hint: "sapa simulator --help tells more.",
    });
  }
  const network = {
    app_secrets: flags.appSecret,
    verify_token: flags.verifyToken,
    token: flags.token,
    phone_number_id: flags.phoneNumberId,
  };
  return {
    webhook,
    port,
    graphPort,
    network: Object.fromEntries(
      Object.entries(network).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ),
  };
}

function readUrl(text: string): string | undefined {
  const url = URL.parse(text);
  return url?.protocol === "http:" || url?.protocol === "https:" ? url.href : undefined;
}

function readPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return port !== undefined && port <= 65_535 ? port : undefined;
}
