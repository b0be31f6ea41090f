import type { StepBuilder } from "./step-builder.ts";

/** A sensitive slot among the dotted names that something reads; undefined if there is none. */
export function findSensitive(
  names: readonly string[],
  build: Pick<StepBuilder, "slot" | "slotNames" | "around">,
): string | undefined {
  const own = build.slotNames().filter((name) => build.slot(name)?.isSensitive === true);
  const kept = own.filter((name) => build.slot(name)?.keep === "contact");
  const secrets = [
    ...own.map((name) => [name, `slots.${name}`] as const),
    ...[...kept, ...(build.around.flows?.secrets ?? [])].map(
      (name) => [name, `contact.profile.${name}`] as const,
    ),
  ];
  return secrets.find(([, dotted]) => names.some((read) => isPartOf(dotted, read)))?.[0];
}

/** Whether reading `dotted` reads `name` too: itself, a part of it, or something that holds it. */
function isPartOf(name: string, dotted: string): boolean {
  return dotted === name || dotted.startsWith(`${name}.`) || name.startsWith(`${dotted}.`);
}
