import { z } from "zod";
import { checkProviders } from "#core/app/check-providers.ts";
import type { OpenProviders } from "#core/app/open-providers.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { toJson } from "#core/lib/json.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** The verbs of `sapa provider` on a bot that runs: who is signed in there is known there. */
export function providerVerbs(
  providers: Pick<OpenProviders, "providers" | "missing">,
  clock: Clock,
): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "provider.check",
      defineControlVerb(z.strictObject({}), async () => {
        const reports = await checkProviders(providers, clock);
        return reports.map(toJson);
      }),
    ],
  ]);
}
