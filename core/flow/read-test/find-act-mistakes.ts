import type { Finding } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { actKey } from "./read-act.ts";
import { userActs, type WrittenAct } from "./user-schema.ts";

/** What the shape of an act cannot say: one act, and beside it only what belongs to it. */
export function findActMistakes(
  user: string | WrittenAct,
  source: YamlSource,
  path: YamlPath,
): readonly Finding[] {
  if (typeof user === "string") return [];
  const act = actKey(user);
  if (act === undefined) {
    const known = Object.keys(userActs).join(", ");
    return [
      {
        code: "FLOW_TEST_ACT_MISSING",
        severity: "error",
        at: source.at(path),
        message: "this says nothing of what the person does",
        hint: `It has one of: ${known}.`,
      },
    ];
  }
  const companions = userActs[act] ?? [];
  const strangers = Object.keys(user).filter((key) => key !== act && !companions.includes(key));
  return strangers.map((key) => ({
    code: "FLOW_TEST_ACT_CLASH",
    severity: "error",
    at: source.at([...path, key], "key"),
    message: `"${key}" cannot stand beside "${act}"`,
    hint: Object.hasOwn(userActs, key)
      ? "Give each act a `user:` step of its own."
      : `It belongs to: ${ownersOf(key).join(", ")}.`,
  }));
}

function ownersOf(companion: string): readonly string[] {
  return Object.entries(userActs).flatMap(([act, keys]) => (keys.includes(companion) ? [act] : []));
}
