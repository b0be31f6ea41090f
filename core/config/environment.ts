import { z } from "zod";
import { nearest } from "#core/lib/nearest.ts";
import { parseOnce } from "#core/lib/parse-once.ts";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

const keyText = /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=|[A-Za-z0-9_-]{43})$/;

/** The host's own variables, all of them: what people and their scripts hold on to. */
const environmentSchema = z.object({
  SAPA_PORT: z.coerce
    .number("write a number")
    .int("write a whole number")
    .min(0, "write a port from 1 to 65535, or 0 for a free one")
    .max(65_535, "write a port from 1 to 65535, or 0 for a free one")
    .default(8_080)
    .meta({ description: "Port of the HTTP server." }),
  SAPA_HOST: z.string().min(1).max(255).default("127.0.0.1").meta({
    description: "Address to listen on; 0.0.0.0 in a container, else behind a proxy here.",
  }),
  SAPA_DATA: z.string().min(1).default("./data").meta({ description: "Data folder." }),
  SAPA_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "write an address like https://bot.example.com" })
    .optional()
    .meta({ description: "Where the world reaches this server." }),
  SAPA_SECRET_KEY: z
    .string()
    .regex(keyText, "write 32 random bytes in hex or base64: openssl rand -hex 32")
    .optional()
    .meta({
      description: "Key of what is signed and encrypted; made on the first start if unset.",
    }),
  SAPA_API_TOKEN: z
    .string()
    .transform((text) => text.split(",").map((token) => token.trim()))
    .refine((tokens) => tokens.every((token) => /^\S{16,1000}$/.test(token)), {
      error: "write at least 16 characters without spaces; several tokens by comma",
    })
    .default([])
    .meta({
      description: "Who may use /api: a bearer token, or several by comma. Unset: nobody.",
    }),
  SAPA_LOG: z
    .enum(["debug", "info", "warn", "error"], "write debug, info, warn or error")
    .optional()
    .meta({ description: "Least level that is logged." }),
  SAPA_STORE: z
    .literal("sqlite", 'only "sqlite" is installed')
    .default("sqlite")
    .meta({ description: "Where data is kept." }),
});

/** Variables whose values are never shown. */
const secretNames: readonly string[] = ["SAPA_SECRET_KEY", "SAPA_API_TOKEN"];

/** Of the tests of this repository, not of a bot. */
const testNames: readonly string[] = ["SAPA_CONTRACTS", "SAPA_REQUIRE"];

/** Where and how the process runs. */
export interface HostSettings {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly publicUrl: string | undefined;
  readonly secretKey: string | undefined;
  readonly apiTokens: readonly string[];
  readonly logLevel: "debug" | "info" | "warn" | "error" | undefined;
}

export interface EnvironmentReading {
  /** Absent if a variable is wrong. */
  readonly settings?: HostSettings;
  /** One line each, with the variable's name; never its value if it is a secret. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Reads the host's settings; an empty variable counts as unset. */
export function readEnvironment(variables: Variables): EnvironmentReading {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).flatMap((name) =>
      (variables[name] ?? "") === "" ? [] : [[name, variables[name]]],
    ),
  );
  const warnings = findUnknown(variables);
  const result = parseOnce(environmentSchema, given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? "");
      const shown = secretNames.includes(name) ? "" : ` is "${variables[name] ?? ""}"`;
      return `${name}${shown}: ${issue.message}`;
    });
    return { problems, warnings };
  }
  const { data } = result;
  return {
    problems: [],
    warnings,
    settings: {
      port: data.SAPA_PORT,
      host: data.SAPA_HOST,
      dataFolder: data.SAPA_DATA,
      publicUrl: data.SAPA_PUBLIC_URL,
      secretKey: data.SAPA_SECRET_KEY,
      apiTokens: data.SAPA_API_TOKEN,
      logLevel: data.SAPA_LOG,
    },
  };
}

/** A variable of the host as it counts; a secret's value is hidden. */
export interface EnvironmentRow {
  readonly name: string;
  readonly value: string | undefined;
  readonly isSet: boolean;
}

/** Every variable of the host, in the order of its description. */
export function listEnvironment(variables: Variables): readonly EnvironmentRow[] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const given = variables[name] ?? "";
    if (given !== "") {
      return { name, value: secretNames.includes(name) ? "(hidden)" : given, isSet: true };
    }
    const { data } = schema.safeParse(undefined);
    const value = data === undefined || Array.isArray(data) ? undefined : String(data);
    return { name, value, isSet: false };
  });
}

function findUnknown(variables: Variables): readonly string[] {
  const known = Object.keys(environmentSchema.shape);
  return Object.keys(variables)
    .filter((name) => name.startsWith("SAPA_") && ![...known, ...testNames].includes(name))
    .toSorted()
    .map((name) => {
      const near = nearest(name, known);
      const hint = near === undefined ? `known are ${known.join(", ")}` : `did you mean ${near}?`;
      return `${name} means nothing here; ${hint}`;
    });
}
