import { openChannel } from "#core/app/open-channel.ts";
import { createPassingValues } from "#core/app/plugin-values.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";

/** Asks each account's network whether it works, with the settings of this machine. */
export async function checkAccounts({ host, bot }: DoctorCase): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const ready of bot?.ready ?? []) {
    const opened = openChannel(ready, {
      ...host,
      records: createPassingValues(undefined),
      deliver: () => Promise.resolve(undefined),
    });
    try {
      const problem = await opened.channel.check();
      found.push(
        problem === undefined
          ? ["good", `${ready.account}: the network knows token and account`]
          : ["error", `${ready.account}: ${problem.meaning} (${problem.code})`, problem.action],
      );
    } finally {
      opened.stop();
    }
  }
  return found;
}
