import { describe, test } from "bun:test";
import assert from "node:assert/strict";
import { z } from "zod";
import type { ActionOutcome, RunAction } from "#core/model/ports/action.ts";
import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { LoadedActionPlugin } from "#core/plugin/define-plugin.ts";
import { createQuietLog } from "./quiet-log.ts";
import { SeededRandom } from "./seeded-random.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A plugin of actions under test. */
export interface ActionSubject {
  readonly plugin: LoadedActionPlugin;
  /** Settings with which every call below is done. */
  readonly settings: unknown;
  /** What answers its requests. */
  readonly web: GuardedNet;
  /** For each action something that it can be given, and that is done. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Every promise of a plugin of actions, as flows and the host rely on it. */
export function actionConformance(subject: ActionSubject): void {
  const { plugin, inputs } = subject;
  describe(`${plugin.name} is a plugin of actions:`, () => {
    test("every action has a name that a flow can write, and says what it does", () => {
      const names = plugin.actions.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, "no name stands twice");
      for (const { name, about } of plugin.actions) {
        assert.match(name, /^[a-z][a-z0-9_]*$/);
        assert.ok(about.length > 10 && about.endsWith("."), `${name} is described`);
      }
    });

    test("editors can show what goes in and what comes out, every field with a description", () => {
      for (const { name, input, output } of plugin.actions) {
        assert.doesNotThrow(() => z.toJSONSchema(output, { io: "output" }));
        const { properties = {} } = z.toJSONSchema(input, { io: "input" });
        for (const [field, schema] of Object.entries(properties)) {
          const isTold = typeof schema === "object" && (schema.description ?? "") !== "";
          assert.ok(isTold, `${name}.${field} is described`);
        }
      }
    });

    for (const { name, input, output } of plugin.actions) {
      test(`${name} is done with what fits, and gives what it declares`, async () => {
        const outcome = await call(subject, name, new AbortController().signal);
        assert.equal(outcome.kind, "done");
        if (outcome.kind === "done") assert.ok(output.safeParse(outcome.value).success);
      });

      test(`${name} refuses what it was never meant to get`, () => {
        const fits = input.safeParse({ ...Object(inputs[name]), "no such key": 1 }).success;
        assert.equal(fits, false);
      });

      test(`${name} is not done when it was called off before it began`, async () => {
        const outcome = await call(subject, name, AbortSignal.abort());
        assert.notEqual(outcome.kind, "done");
      });
    }
  });
}

/** A plugin's actions with nothing else around them. */
export function createTestActions(
  plugin: LoadedActionPlugin,
  settings: unknown,
  web: GuardedNet,
): RunAction {
  return plugin.create(
    {
      log: createQuietLog(),
      clock: new VirtualClock(0),
      random: new SeededRandom(1),
      net: { request: () => Promise.resolve({ kind: "unsent", reason: "no network in tests" }) },
      web,
      files: { read: () => Promise.resolve(undefined) },
      signal: new AbortController().signal,
      values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    },
    "conformance",
    settings,
  );
}

function call(subject: ActionSubject, action: string, signal: AbortSignal): Promise<ActionOutcome> {
  const { plugin, settings, web, inputs } = subject;
  const declaration = plugin.actions.find(({ name }) => name === action);
  const input = declaration?.input.parse(inputs[action]);
  const run = createTestActions(plugin, settings, web);
  return run({ action, input, key: "run:1", timeoutMs: 1_000 }, signal);
}
