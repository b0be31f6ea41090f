import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import { asMap } from "#core/flow/compile/raw.ts";
import type { Report } from "#core/flow/compile/report.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";

/** What keys and tokens of well-known makers look like. Bounded, so that matching is linear. */
const secrets: readonly (readonly [string, RegExp])[] = [
  ["an access token of Meta", /\bEAA[A-Za-z0-9]{30,500}/],
  ["a key of OpenAI", /\bsk-(?:[a-z]{2,12}-)?[A-Za-z0-9_-]{20,200}/],
  ["a token of GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{30,255})/],
  ["a key of Amazon", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a key of Google", /\bAIza[0-9A-Za-z_-]{35}/],
  ["a token of Slack", /\bxox[abprs]-[0-9A-Za-z-]{10,200}/],
  ["a private key", /-----BEGIN (?:[A-Z]{2,12} )?PRIVATE KEY-----/],
  ["a signed token", /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,}/],
];

/** Refuses what looks like a key or token: flows are shared, reviewed and sent to people. */
export function checkSecrets({ draft }: FlowFacts, report: Report): void {
  walk(draft.source.value, [], (text, path) => {
    for (const [what, pattern] of secrets) {
      const match = pattern.exec(text);
      if (match === null) continue;
      report({
        code: "FLOW_SECRET",
        path,
        offset: { start: match.index, end: match.index + match[0].length },
        message: `this looks like ${what}`,
        hint: "put it into the environment and name it under flows.env of bot.yaml",
      });
      return;
    }
  });
}

function walk(value: unknown, path: YamlPath, visit: (text: string, path: YamlPath) => void): void {
  if (typeof value === "string") visit(value, path);
  else if (Array.isArray(value))
    value.forEach((item, index) => walk(item, [...path, index], visit));
  else {
    for (const [key, item] of Object.entries(asMap(value) ?? {})) walk(item, [...path, key], visit);
  }
}
