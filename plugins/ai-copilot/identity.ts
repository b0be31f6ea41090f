import type { AccountInfo, PublicClientApplication } from "@azure/msal-node";
import { BotError, type PluginContext, type SignIn, secondMs } from "sapa/plugin";
import { z } from "zod";
import type { Config } from "./config.ts";
import { createNetModule } from "./net-module.ts";

/** The tokens of the one person who is signed in, and how they came to be. */
export interface Identity extends SignIn {
  /** A token that is good now. Throws `AI_AUTH` where somebody has to sign in again. */
  token(): Promise<string>;
}

const advice = "sign in again: sapa provider login";

/**
 * Who the provider answers as. Tokens are kept in the plugin's values, which the host encrypts; a
 * new process goes on with them. One refresh at a time: two at once may cost the refresh token.
 */
export function createIdentity(context: PluginContext, name: string, config: Config): Identity {
  const { values } = context;
  const key = `tokens:${name}`;
  let opened: Promise<PublicClientApplication> | undefined;
  let refresh: Promise<string> | undefined;

  async function open(): Promise<PublicClientApplication> {
    const { PublicClientApplication: Application } = await import("@azure/msal-node");
    return new Application({
      auth: { clientId: config.client, authority: `${config.authority}/${config.tenant}` },
      cache: {
        cachePlugin: {
          async beforeCacheAccess({ tokenCache }) {
            const kept = z.string().safeParse(await values.get(key));
            if (kept.success) tokenCache.deserialize(kept.data);
          },
          async afterCacheAccess({ cacheHasChanged, tokenCache }) {
            if (cacheHasChanged) await values.set(key, tokenCache.serialize());
          },
        },
      },
      system: { networkClient: createNetModule(context.net) },
    });
  }

  const application = () => (opened ??= open());

  async function signedIn(): Promise<AccountInfo | undefined> {
    const accounts = await (await application()).getTokenCache().getAllAccounts();
    return accounts[0];
  }

  async function acquire(): Promise<string> {
    const account = await signedIn();
    if (account === undefined)
      throw new BotError("AI_AUTH", `nobody is signed in: ${advice} ${name}`);
    const request = { account, scopes: [...config.scopes] };
    const result = await explained(
      async () => (await application()).acquireTokenSilent(request),
      name,
    );
    return result.accessToken;
  }

  return {
    token() {
      refresh ??= acquire().finally(() => {
        refresh = undefined;
      });
      return refresh;
    },
    account: async () => (await signedIn())?.username,
    async begin(tell, signal) {
      const request = {
        scopes: [...config.scopes],
        cancel: false,
        deviceCodeCallback: ({ verificationUri, userCode, expiresIn }: DeviceCode) =>
          tell({ url: verificationUri, code: userCode, expiresInMs: expiresIn * secondMs }),
      };
      signal.addEventListener("abort", () => (request.cancel = true), { once: true });
      const begin = async () => (await application()).acquireTokenByDeviceCode(request);
      const result = await explained(begin, name);
      return result?.account?.username ?? "";
    },
    async end() {
      opened = undefined;
      await values.set(key, undefined);
    },
  };
}

interface DeviceCode {
  readonly verificationUri: string;
  readonly userCode: string;
  readonly expiresIn: number;
}

/** What the library throws: the vendor's code says what is wrong, `subError` and prose do not. */
const thrownSchema = z.object({ errorCode: z.string() });

/** A refresh token that is dead comes as either of two classes; both want a new sign-in. */
async function explained<Value>(work: () => Promise<Value>, name: string): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BotError) throw error;
    const code = thrownSchema.safeParse(error).data?.errorCode ?? "unknown";
    throw new BotError("AI_AUTH", `the sign-in server says ${code}: ${advice} ${name}`, {
      cause: error,
    });
  }
}
