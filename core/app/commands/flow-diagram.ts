import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import { drawFlow, type FlowFile, findFlowFile, readFlowFiles } from "#core/app/flow-files.ts";
import { printLine, writeOut } from "#core/app/print.ts";
import { renderMermaid } from "#core/flow/diagram/mermaid.ts";
import { renderSvg } from "#core/flow/diagram/render-svg.ts";
import type { Position } from "#core/flow/finding.ts";
import { BotError } from "#core/lib/bot-error.ts";

type DiagramFormat = "mermaid" | "svg";

export interface DiagramFlags {
  readonly bot?: string;
  readonly format?: DiagramFormat;
  readonly out?: string;
}

const endings = { mermaid: "mmd", svg: "svg" } as const;

/** What a file of such an ending holds. */
const formatByEnding: Readonly<Record<string, DiagramFormat>> = {
  ".svg": "svg",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
};

/** `sapa flow diagram`: the picture of one flow, or with a folder to write to, of all. */
export function flowDiagramCommand(
  flow: string | undefined,
  { bot, format: wanted, out }: DiagramFlags,
): number {
  const files = readFlowFiles(bot);
  const isFolder = out !== undefined && (out.endsWith("/") || isDirectory(out));
  const format = wanted ?? (out === undefined || isFolder ? "mermaid" : formatOf(out));
  if (flow === undefined && !isFolder) {
    throw new BotError("USE_WRONG", "which flow is to be drawn?", {
      hint: "Name one, or write all of them into a folder: --out pictures/",
    });
  }
  const chosen = flow === undefined ? files : [findFlowFile(files, flow)];
  for (const file of chosen) {
    const name = `${file.flow}.${endings[format]}`;
    const target = out === undefined || !isFolder ? out : join(out, name);
    draw(file, format, target);
  }
  return 0;
}

function draw(file: FlowFile, format: DiagramFormat, target: string | undefined): void {
  const from = target === undefined ? process.cwd() : dirname(resolve(target));
  const path = relative(from, resolve(file.source.file))
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  const hrefOf = ({ line }: Position) => `${path}#L${line}`;
  const render = format === "svg" ? renderSvg : renderMermaid;
  const text = render(drawFlow(file), hrefOf);
  if (target === undefined) {
    writeOut(text);
    return;
  }
  try {
    mkdirSync(from, { recursive: true });
    writeFileSync(target, text);
  } catch (error) {
    throw new BotError("USE_WRONG", `${target} cannot be written`, {
      hint: "Name another file with --out.",
      cause: error,
    });
  }
  printLine(`wrote ${target}`);
}

function formatOf(file: string): DiagramFormat {
  const format = formatByEnding[extname(file)];
  if (format !== undefined) return format;
  throw new BotError("USE_WRONG", `what is to be written into ${file}?`, {
    hint: "Name a file that ends with .svg or .mmd, or say --format svg or --format mermaid.",
  });
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
