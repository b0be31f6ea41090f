import type { ASTNode } from "@marcbachmann/cel-js";
import { assertNever } from "#core/lib/assert-never.ts";
import {
  type AccessNode,
  type EqualityNode,
  isAccessNode,
  isArithmeticNode,
  isEqualityNode,
  isLogicNode,
  isStrictNode,
  isWholeConstant,
  type LogicNode,
  type StrictNode,
} from "./ast-nodes.ts";
import { engineName } from "./cel-environment.ts";
import type { Findings } from "./check-context.ts";
import { type FunctionTable, isLoopMethod, isOptionalMethod } from "./functions.ts";
import { callKey, contextKey } from "./scope.ts";

/** CEL that the engine runs, with a way back to what the author wrote. */
export interface GeneratedCel {
  readonly text: string;
  /** The author's offsets for a stretch of the generated text: the smallest node that holds it. */
  locate(from: number, to: number): { readonly start: number; readonly end: number };
}

/**
 * Writes a checked expression out for the engine. The language is the same, but for what the engine
 * cannot be told otherwise: functions get the call context as first value, loops a bounded list, the
 * branches of `?:` may differ in type, whole numbers are doubles unless one written number is
 * divided by another, and a field that may be unset gives null where the engine would fail.
 */
export function generateCel(ast: ASTNode, findings: Findings, table: FunctionTable): GeneratedCel {
  const writer = new Writer(findings, table);
  writer.write(ast);
  const { text, spans } = writer;
  return {
    text,
    locate(from, to) {
      const found = spans.find((span) => from >= span.from && to <= span.to);
      return found?.node ?? { start: 0, end: ast.input.length };
    },
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly node: ASTNode;
}

class Writer {
  text = "";
  /** Inner nodes stand before the ones that hold them. */
  readonly spans: Span[] = [];
  readonly #findings: Findings;
  readonly #table: FunctionTable;

  constructor(findings: Findings, table: FunctionTable) {
    this.#findings = findings;
    this.#table = table;
  }

  write(node: ASTNode): void {
    const from = this.text.length;
    this.#node(node);
    this.spans.push({ from, to: this.text.length, node });
  }

  #node(node: ASTNode): void {
    if (isAccessNode(node)) return this.#access(node);
    if (isStrictNode(node) || isEqualityNode(node) || isLogicNode(node)) {
      return this.#binary(node);
    }
    switch (node.op) {
      case "value":
        this.text += literal(node.args);
        return;
      case "id":
        this.text += contextKey(node.args);
        return;
      case "call":
        return this.#call(node.args);
      case "rcall":
        return this.#method(node.args);
      case "list":
        this.text += "[";
        this.#join(node.args);
        this.text += "]";
        return;
      case "map":
        return this.#map(node.args);
      case "?:": {
        const [condition, yes, no] = node.args;
        return this.#parts(["(", condition, " ? dyn(", yes, ") : ", no, ")"]);
      }
      case "!_":
        return this.#parts(["!(", node.args, ")"]);
      case "-_":
        return this.#parts(["-(", node.args, ")"]);
      default:
        return assertNever(node, "generateCel");
    }
  }

  #binary(node: StrictNode | EqualityNode | LogicNode): void {
    const [left, right] = node.args;
    if (node.op === "/" && isWholeConstant(left) && isWholeConstant(right)) {
      this.text += `double(${wholeText(left)} / ${wholeText(right)})`;
      return;
    }
    if (node.op === "+" && this.#mayBeList(left) && this.#mayBeList(right)) {
      this.#parts([`(f_counted(${callKey}, `, left, `) + f_counted(${callKey}, `, right, "))"]);
      return;
    }
    this.#parts(["(", left, ` ${node.op} `, right, ")"]);
  }

  /** Joined lists are copied, which is work. */
  #mayBeList(node: ASTNode): boolean {
    const kind = this.#findings.types.get(node)?.kind;
    return kind === "list" || kind === "any";
  }

  #parts(parts: readonly (string | ASTNode)[]): void {
    for (const part of parts) {
      if (typeof part === "string") this.text += part;
      else this.write(part);
    }
  }

  #join(nodes: readonly ASTNode[]): void {
    nodes.forEach((node, index) => {
      if (index > 0) this.text += ", ";
      this.write(node);
    });
  }

  #map(entries: readonly (readonly [ASTNode, ASTNode])[]): void {
    this.text += "{";
    entries.forEach(([key, value], index) => {
      if (index > 0) this.text += ", ";
      this.#parts([key, ": ", value]);
    });
    this.text += "}";
  }

  #access(node: AccessNode): void {
    const [holder, key] = node.args;
    const isGap = this.#findings.gaps.has(node);
    const mark = isGap || node.op === ".?" || node.op === "[?]" ? "?" : "";
    this.write(holder);
    if (typeof key === "string") this.text += `.${mark}${key}`;
    else this.#parts([`[${mark}dyn(`, key, ")]"]);
    if (isGap) this.text += ".orValue(null)";
  }

  #call([name, values]: readonly [string, readonly ASTNode[]]): void {
    const rule = this.#table.findFunction(name);
    this.text += `${rule === undefined ? name : engineName(rule)}(${callKey}`;
    this.#rest(values);
  }

  #method([name, receiver, values]: readonly [string, ASTNode, readonly ASTNode[]]): void {
    if (isLoopMethod(name)) {
      this.#parts([`f_entries(${callKey}, `, receiver, `).${name}(`]);
      this.#join(values);
      this.text += ")";
      return;
    }
    const rule = this.#table.findMethod(name);
    if (isOptionalMethod(name) || rule === undefined) {
      this.#parts([receiver, `.${name}(`]);
      this.#join(values);
      this.text += ")";
      return;
    }
    this.text += `${engineName(rule)}(${callKey}`;
    this.#rest([receiver, ...values]);
  }

  #rest(values: readonly ASTNode[]): void {
    for (const value of values) this.#parts([", ", value]);
    this.text += ")";
  }
}

function literal(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "bigint") return `${value}.0`;
  if (typeof value !== "number") return String(value);
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A CEL string; only these signs need an escape there, and lone surrogates must not have one. */
function quote(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

/** Whole numbers written out stay whole here, so that `7 / 2` is 3 as CEL has it. */
function wholeText(node: ASTNode): string {
  if (node.op === "-_") return `-(${wholeText(node.args)})`;
  if (node.op === "value" && typeof node.args === "bigint") return `${node.args}`;
  if (!isArithmeticNode(node)) return "0";
  const [left, right] = node.args;
  return `(${wholeText(left)} ${node.op} ${wholeText(right)})`;
}
