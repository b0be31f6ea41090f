import { z } from "zod";
import { checkProviders } from "#core/app/check-providers.ts";
import type { OpenProviders } from "#core/app/open-providers.ts";
import { ProviderTasks } from "#core/app/provider-tasks.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { toJson } from "#core/lib/json.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { Clock } from "#core/model/ports/clock.ts";

const namedSchema = z.strictObject({ provider: z.string() });
const newsSchema = z.strictObject({ provider: z.string(), seen: z.int() });

export interface ProviderVerbs {
  readonly verbs: ReadonlyMap<string, ControlVerb>;
  /** Calls off what is under way. */
  readonly stop: () => void;
}

/**
 * The verbs of `sapa provider`, on a bot that runs or here. What takes long is begun by one verb and
 * followed by `provider.news`: no answer is waited for longer than a connection lives.
 */
export function providerVerbs(
  opened: Pick<OpenProviders, "providers" | "missing">,
  clock: Clock,
): ProviderVerbs {
  const { providers } = opened;
  const tasks = new ProviderTasks(providers, clock);

  const begin = (kind: "login" | "pull") =>
    defineControlVerb(namedSchema, ({ provider }) => {
      assertKnown(opened, provider);
      return Promise.resolve(toJson(tasks.begin(provider, kind)));
    });

  const verbs = new Map([
    [
      "provider.check",
      defineControlVerb(z.strictObject({}), async () => {
        const reports = await checkProviders(opened, clock);
        return reports.map(toJson);
      }),
    ],
    ["provider.login", begin("login")],
    ["provider.pull", begin("pull")],
    [
      "provider.news",
      defineControlVerb(newsSchema, async ({ provider, seen }) =>
        toJson(await tasks.news(provider, seen)),
      ),
    ],
    [
      "provider.logout",
      defineControlVerb(namedSchema, async ({ provider }) => {
        assertKnown(opened, provider);
        const signIn = providers.get(provider)?.signIn;
        if (signIn === undefined) {
          throw new BotError("AI_NOT_ABLE", `${provider}: nobody signs in to it`);
        }
        tasks.stop(provider);
        const account = await signIn.account();
        await signIn.end();
        return account ?? null;
      }),
    ],
  ]);
  return { verbs, stop: () => tasks.stop() };
}

function assertKnown(
  { providers, missing }: Pick<OpenProviders, "providers" | "missing">,
  name: string,
): void {
  if (providers.has(name)) return;
  const why = missing.get(name);
  if (why !== undefined) throw new BotError("AI_NOT_READY", `${name}: ${why}`);
  const names = [...providers.keys(), ...missing.keys()];
  const near = nearest(name, names);
  const known = names.length === 0 ? "bot.yaml names none" : `known are: ${names.join(", ")}`;
  throw new BotError("USE_WRONG", `there is no provider "${name}"`, {
    hint: near === undefined ? known : `Did you mean "${near}"?`,
  });
}
