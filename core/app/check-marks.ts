import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Catalog } from "#core/flow/catalog.ts";
import type { CompiledFlows, FlowSource } from "#core/flow/compile-flows.ts";
import {
  type FrozenFlows,
  freezeFlows,
  needsCompiler,
  thawFlows,
} from "#core/flow/frozen-flows.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import type { NamedTemplate } from "./find-templates.ts";
import { loadCompiler, loadedCompiler } from "./load-compiler.ts";
import { openDataFolder } from "./open-data-folder.ts";

/** What a look at all flows came to. */
export interface CheckedFlows {
  readonly compiled: CompiledFlows;
  readonly templates: readonly NamedTemplate[];
}

/** Remembers what the flows of the last start came to, so that flows without a change start at once. */
export interface CheckMarks {
  /**
   * Undefined unless texts, catalog and program are the very same as when it was kept. The compiler
   * has to be loaded before a flow is used.
   */
  find(flows: readonly FlowSource[], catalog: Catalog): Promise<CheckedFlows | undefined>;
  /** For flows without an error. A folder that cannot be written is no reason to fail. */
  keep(flows: readonly FlowSource[], catalog: Catalog, checked: CheckedFlows): void;
}

interface Marks {
  readonly flows: FrozenFlows;
  readonly templates: readonly NamedTemplate[];
}

/** Only what this program wrote gets here: the seal before it holds the hash of it. */
const marksSchema = z.custom<Marks>((value) => typeof value === "object" && value !== null);

/**
 * Marks in a file of the data folder, which may be deleted at any time. `build` names the program
 * that checks; without a name, as in a checkout whose code may change, nothing is remembered.
 */
export function createCheckMarks(dataFolder: string, build: string | undefined): CheckMarks {
  if (build === undefined) return { find: () => Promise.resolve(undefined), keep: () => {} };
  const file = join(dataFolder, "checked-flows.json");
  const seal = (flows: readonly FlowSource[], catalog: Catalog, body: string) => {
    const texts = flows.map((flow) => [flow.file, flow.text]);
    return sha256Hex(JSON.stringify([build, Bun.version, catalog, texts, body]));
  };
  return {
    async find(flows, catalog) {
      const [mark, body] = readMarks(file);
      if (mark !== seal(flows, catalog, body)) return undefined;
      const parsed: unknown = JSON.parse(body);
      const marks = marksSchema.parse(parsed);
      if (needsCompiler(marks.flows)) await loadCompiler();
      const getCompile = () => loadedCompiler().compileBundle;
      const compiled = thawFlows(marks.flows, flows, catalog, getCompile);
      return { compiled, templates: marks.templates };
    },
    keep(flows, catalog, { compiled, templates }) {
      const body = JSON.stringify({ flows: freezeFlows(compiled), templates } satisfies Marks);
      try {
        openDataFolder(dataFolder);
        writeFileSync(`${file}.new`, `${seal(flows, catalog, body)}\n${body}`, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // The next start looks at every flow again, as this one did.
      }
    },
  };
}

function readMarks(file: string): readonly [mark: string, body: string] {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    return [text.slice(0, end), text.slice(end + 1)];
  } catch {
    return ["", ""];
  }
}
