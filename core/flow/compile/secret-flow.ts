import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { Report } from "./report.ts";
import type { Slot } from "./slot.ts";

/** Something that leaves the machine or its author's sight, by the dotted names that it reads. */
interface WayOut {
  readonly names: readonly string[];
  readonly path: YamlPath;
  /** What is wrong, given the slot that is sensitive. */
  readonly message: (slot: string) => string;
}

/**
 * Where the values of sensitive slots go inside a flow: what is set from them is as sensitive as they
 * are, whichever step comes first. The result of an action is not: what a plugin makes of a value is
 * a value of its own.
 */
export class SecretFlow {
  /** Dotted name → the sensitive slot that it holds something of. */
  readonly #secrets = new Map<string, string>();
  readonly #passed: { readonly to: string; readonly names: readonly string[] }[] = [];
  readonly #waysOut: WayOut[] = [];

  /** `kept`: slots of any flow that are sensitive and kept with the contact. */
  constructor(slots: ReadonlyMap<string, Slot>, kept: readonly string[]) {
    for (const name of kept) this.add(`contact.profile.${name}`, name);
    for (const { name, keep, isSensitive } of slots.values()) {
      if (!isSensitive) continue;
      this.add(`slots.${name}`, name);
      if (keep === "contact") this.add(`contact.profile.${name}`, name);
    }
  }

  add(name: string, slot: string): void {
    this.#secrets.set(name, slot);
  }

  pass(to: string, names: readonly string[]): void {
    this.#passed.push({ to, names });
  }

  leave(way: WayOut): void {
    this.#waysOut.push(way);
  }

  /** Reports every way out that something sensitive takes; to be called when all steps are known. */
  report(report: Report): void {
    // Each round adds a name, of which there are only so many.
    while (this.#spread());
    for (const { names, path, message } of this.#waysOut) {
      const slot = this.#find(names);
      if (slot === undefined) continue;
      report({
        code: "FLOW_SENSITIVE_LEAVES",
        path,
        message: message(slot),
        hint: "take it out, or take the sensitive from the slot",
      });
    }
  }

  #spread(): boolean {
    let hasGrown = false;
    for (const { to, names } of this.#passed) {
      const slot = this.#secrets.has(to) ? undefined : this.#find(names);
      if (slot === undefined) continue;
      this.#secrets.set(to, slot);
      hasGrown = true;
    }
    return hasGrown;
  }

  #find(names: readonly string[]): string | undefined {
    for (const [secret, slot] of this.#secrets) {
      if (names.some((name) => isPartOf(secret, name))) return slot;
    }
    return undefined;
  }
}

/** Whether reading `dotted` reads `name` too: itself, a part of it, or something that holds it. */
function isPartOf(name: string, dotted: string): boolean {
  return dotted === name || dotted.startsWith(`${name}.`) || name.startsWith(`${dotted}.`);
}
