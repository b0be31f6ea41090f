import { type Catalog, openCatalog } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Diagram } from "#core/flow/diagram/diagram.ts";
import { readDiagram } from "#core/flow/diagram/read-diagram.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";
import { type BotFile, readBotFolder } from "./bot-folder.ts";
import { renderFindings, summarizeFindings } from "./render-findings.ts";

/** A flow's file; what bot.yaml says of the flow does not matter here. */
export interface FlowFile {
  readonly source: BotFile;
  /** By its file, so that a broken one has a name as well. */
  readonly flow: string;
  /** Absent if the flow has an error, by itself or with the others. */
  readonly program: Program | undefined;
  readonly findings: readonly Finding[];
}

/** Reads the flows of a bot's folder, by file name; their revisions are those of the `catalog`. */
export function readFlowFiles(
  botFolder: string | undefined,
  catalog: Catalog = openCatalog,
): readonly FlowFile[] {
  const { flows: files } = readBotFolder(botFolder);
  const { programs, findings } = compileFlows(files, catalog);
  return files.map((source) => {
    const program = programs.find((one) => one.file === source.file);
    const named = /([^/\\]*)\.flow\.yaml$/.exec(source.file)?.[1] ?? source.file;
    return {
      source,
      flow: program?.flow ?? named,
      program,
      findings: findings.filter(({ at }) => at.file === source.file),
    };
  });
}

/** The flow of a name. Throws `USE_WRONG` if there is none. */
export function findFlowFile(files: readonly FlowFile[], name: string): FlowFile {
  const found = files.find(({ flow }) => flow === name);
  if (found !== undefined) return found;
  const names = files.map(({ flow }) => flow);
  const near = nearest(name, names);
  throw new BotError("USE_WRONG", `there is no flow "${name}"`, {
    hint: near === undefined ? `There are: ${names.join(", ")}.` : `Did you mean "${near}"?`,
  });
}

/** A flow's drawing. Throws `BOT_INVALID` with the findings if the flow by itself has an error. */
export function drawFlow({ source }: FlowFile): Diagram {
  const { diagram, findings } = readDiagram(source);
  if (diagram === undefined) throw refuseFlow(source, findings);
  return diagram;
}

/** `BOT_INVALID` with what is wrong with a flow. */
export function refuseFlow(source: BotFile, findings: readonly Finding[]): BotError {
  const text = renderFindings(findings, [source], "human");
  return new BotError("BOT_INVALID", `${text}\n${source.file}: ${summarizeFindings(findings)}`, {
    hint: "Mend what is above; sapa check says the same.",
  });
}
