import { z } from "zod";
import { atProviderDesk, type ProviderFlags } from "#core/app/ask-providers.ts";
import { followTask } from "#core/app/follow-task.ts";
import { printError, printLine } from "#core/app/print.ts";

/** `sapa provider login`: lets a provider answer as whoever types the code that is shown. */
export async function providerLoginCommand(name: string, flags: ProviderFlags): Promise<number> {
  return await atProviderDesk(flags, true, async (desk) => {
    const { account = "" } = await followTask(desk, name, "login", printError);
    printLine(`${name} answers as ${account === "" ? "the person who signed in" : account}`);
    return 0;
  });
}

/** `sapa provider logout`: forgets who was signed in. 0 as well if nobody was. */
export async function providerLogoutCommand(name: string, flags: ProviderFlags): Promise<number> {
  return await atProviderDesk(flags, true, async (desk) => {
    const account = z
      .string()
      .nullable()
      .parse(await desk.ask("provider.logout", { provider: name }));
    printLine(account === null ? `nobody was signed in to ${name}` : `${account} is signed out`);
    return 0;
  });
}

/** `sapa provider pull`: fetches the models that a provider's settings name to its server. */
export async function providerPullCommand(name: string, flags: ProviderFlags): Promise<number> {
  return await atProviderDesk(flags, false, async (desk) => {
    await followTask(desk, name, "pull", printError);
    printLine(`${name} has its models`);
    return 0;
  });
}
