import type { Severity } from "#core/flow/finding.ts";

/**
 * Something wrong in an expression or template. `start` and `end` are offsets into the text that was
 * compiled; `YamlSource.stringPosition` turns them into a place in the file.
 */
export interface ExpressionIssue {
  readonly code: ExpressionCode;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

export type ExpressionCode =
  /** Not an expression at all. */
  | "FLOW_EXPRESSION_SYNTAX"
  /** Too long, too deep or too costly. */
  | "FLOW_EXPRESSION_LIMIT"
  /** A name, field, function or method that does not exist. */
  | "FLOW_NAME_UNKNOWN"
  /** A name that may be null here. */
  | "FLOW_NAME_UNSET"
  /** A value of the wrong type. */
  | "FLOW_TYPE_MISMATCH"
  /** Something of CEL that flows refuse, such as `matches`. */
  | "FLOW_EXPRESSION_REFUSED"
  /** A pattern that RE2 cannot read. */
  | "FLOW_PATTERN_INVALID"
  /** Two whole numbers divided (warning). */
  | "FLOW_DIVISION_WHOLE"
  /** `{{` without `}}`, an empty `{{ }}` or a lone `}}`. */
  | "FLOW_TEMPLATE_BRACES";
