import type { CatalogAction } from "#core/flow/catalog.ts";
import type { ValueType } from "#core/flow/expression/name-types.ts";
import { anyType } from "#core/flow/expression/type-algebra.ts";
import { nearest } from "#core/lib/nearest.ts";
import { compileInput, type InputCode } from "./action-input.ts";
import type { Around } from "./around.ts";
import { type DataShape, dataShapeSchema, shapeValueType } from "./data-shape.ts";
import type { StepBuilder } from "./step-builder.ts";
import { withholdInput } from "./withhold-input.ts";

/** What an action gives, as expressions see it; anything while the action is not known. */
export function actionOutputType(name: string, { actions }: Around): ValueType {
  const action = actions?.find((item) => item.name === name);
  if (action === undefined) return anyType;
  const shape = dataShapeSchema.parse(action.output);
  return shapeValueType(shape, shape);
}

/** Compiles `run` and `with`; an action that nobody declares, or a value that does not fit, is told. */
export function compileAction(
  name: string,
  input: Readonly<Record<string, unknown>> | undefined,
  build: StepBuilder,
): InputCode {
  const { actions } = build.around;
  const action = actions?.find((item) => item.name === name);
  if (actions !== undefined && action === undefined) reportUnknown(name, actions, build);
  if (action !== undefined) build.use(action);
  const shape = action === undefined ? undefined : dataShapeSchema.parse(action.input);
  if (input === undefined) {
    reportNothingGiven(name, shape, build);
    return { kind: "map", entries: [] };
  }
  const code = compileInput(input, ["with"], shape, build);
  if (action?.hosts !== undefined) {
    reportHosts(code, action, build);
    withholdInput(
      code,
      build,
      (slot) => `the slot "${slot}" is sensitive, and ${name} sends it away`,
    );
  }
  return code;
}

function reportNothingGiven(name: string, shape: DataShape | undefined, build: StepBuilder): void {
  for (const key of shape?.required ?? []) {
    const about = shape?.properties?.[key]?.description;
    build.report({
      code: "FLOW_KEY_MISSING",
      path: ["run"],
      part: "key",
      message: `${name} needs "${key}" under "with"`,
      ...(about === undefined ? {} : { hint: about }),
    });
  }
}

function reportUnknown(name: string, actions: readonly CatalogAction[], build: StepBuilder): void {
  const names = actions.map((action) => action.name);
  const near = nearest(name, names);
  build.report({
    code: "FLOW_ACTION_UNKNOWN",
    path: ["run"],
    message: `no plugin of the bot has an action "${name}"`,
    hint: near === undefined ? `actions: ${names.join(", ")}` : `did you mean "${near}"?`,
  });
}

/** Addresses that are written out, at least up to their host, are held against the allowed ones. */
function reportHosts(code: InputCode, action: CatalogAction, build: StepBuilder) {
  const written = writtenAddress(code);
  const scheme = /^([a-z]+):\/\//i.exec(written)?.[1];
  if (scheme !== undefined && scheme !== "https") {
    build.report({
      code: "FLOW_HOST_NOT_ALLOWED",
      severity: "warning",
      path: ["with", "url"],
      message: `${action.name} asks over https alone, not ${scheme}: it would fail`,
      hint: "write https://",
    });
    return;
  }
  const host = /^https:\/\/([^/?#]+)(?=[/?#])/.exec(written)?.[1];
  if (host !== undefined) reportHost(host.toLowerCase(), action, build);
}

/** What of the action's address is written out; closed by a slash if that is all of it. */
function writtenAddress(code: InputCode): string {
  const url = code.kind === "map" ? code.entries.find(([key]) => key === "url")?.[1] : undefined;
  if (url?.kind !== "template") return "";
  const { parts, isConstant } = url.template.value;
  const [first] = parts;
  const written = first?.kind === "text" ? first.text : "";
  return isConstant ? `${written}/` : written;
}

function reportHost(host: string, { name, hosts = [] }: CatalogAction, build: StepBuilder): void {
  if (hosts.includes(host.replace(/:443$/, ""))) return;
  const near = nearest(host, hosts);
  const [prefix] = name.split(".");
  build.report({
    code: "FLOW_HOST_NOT_ALLOWED",
    severity: "warning",
    path: ["with", "url"],
    message: `bot.yaml does not let ${name} reach ${host}: it would fail`,
    hint:
      near === undefined
        ? `add it there: actions: { ${prefix}: { plugin: action-${prefix}, hosts: [${host}] } }`
        : `did you mean "${near}"?`,
  });
}
