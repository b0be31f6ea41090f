import type { Catalog } from "#core/flow/catalog.ts";
import type { NameTypes, ValueType } from "#core/flow/expression/name-types.ts";
import type { PersonalFact } from "#core/flow/personal-facts.ts";
import { messageTypes } from "./message-types.ts";

const text = { kind: "text" } as const;
const orNothing = { kind: "text", nullable: true } as const;
/** What a message may hold beside words: each part is empty in all other messages. */
const partTypes: NameTypes = Object.fromEntries(
  Object.entries<ValueType>(messageTypes).map(([name, type]) => [
    name,
    { ...type, nullable: true },
  ]),
);

/**
 * The types of the names that every expression sees; their values are in `run/fact-names.ts`.
 * `profile`, `env` and `purposes` are undefined where they are not known: then anything goes. `reads`
 * is what the flow declares.
 */
export function factTypes(
  profile: NameTypes | undefined,
  { env, purposes }: Pick<Catalog, "env" | "purposes">,
  isMessage: boolean,
  reads: readonly PersonalFact[],
): NameTypes {
  const seesPhone = reads.includes("phone");
  return {
    contact: {
      kind: "object",
      fields: {
        id: text,
        name: text,
        language: orNothing,
        country: orNothing,
        tags: { kind: "list", of: text },
        consent: consentType(purposes),
        profile: openObject(profile),
        ...(seesPhone ? { phone: orNothing } : {}),
      },
      ...(seesPhone ? {} : { withheld: { phone: "say `reads: [phone]` at the top of the flow" } }),
    },
    message: {
      kind: "object",
      fields: {
        kind: isMessage ? text : orNothing,
        text,
        choice: orNothing,
        reply_to: orNothing,
        ...partTypes,
      },
    },
    event: { kind: "object", fields: { name: orNothing, data: openObject(undefined) } },
    now: { kind: "moment" },
    today: { kind: "date" },
    window: {
      kind: "object",
      fields: { open: { kind: "boolean" }, closes_at: { kind: "moment", nullable: true } },
    },
    hours: { kind: "object", fields: { open: { kind: "boolean" } } },
    bot: { kind: "object", fields: { name: text } },
    channel: { kind: "object", fields: { kind: text } },
    env: openObject(
      env === undefined ? undefined : Object.fromEntries(env.map((name) => [name, text])),
    ),
  };
}

/** Each purpose is true or false, also where it is not known which there are. */
function consentType(purposes: readonly string[] | undefined): ValueType {
  const isGranted = { kind: "boolean" } as const;
  if (purposes === undefined) return { kind: "object", fields: {}, rest: isGranted };
  return { kind: "object", fields: Object.fromEntries(purposes.map((name) => [name, isGranted])) };
}

function openObject(fields: NameTypes | undefined): ValueType {
  return fields === undefined
    ? { kind: "object", fields: {}, rest: { kind: "any", nullable: true } }
    : { kind: "object", fields };
}
