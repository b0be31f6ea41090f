import type { AccountInfo, PublicClientApplication } from "@azure/msal-node";
import { BotError, type PluginContext, type SignIn, secondMs } from "sapa/plugin";
import { z } from "zod";
import type { Config } from "./config.ts";
import { createNetModule } from "./net-module.ts";
import { signInScopes } from "./scopes.ts";
import { createTokenLine } from "./token-line.ts";

/** The tokens of the one person who is signed in, and how they came to be. */
export interface Identity extends SignIn {
  /**
   * A token that is good now, for one API. Throws `AI_AUTH` where somebody has to sign in again, and
   * `AI_UNREACHABLE` where nobody can know.
   */
  token(scopes: readonly string[]): Promise<string>;
}

const advice = "sign in again: sapa provider login";

/** One sign-in and what is going on in it. A sign-out leaves it behind: nothing of it counts any more. */
interface Session {
  readonly application: Promise<PublicClientApplication>;
  readonly token: (scopes: readonly string[]) => Promise<string>;
}

/**
 * Who the provider answers as. Tokens are kept in the plugin's values, which the host encrypts; a
 * new process goes on with them.
 */
export function createIdentity(context: PluginContext, name: string, config: Config): Identity {
  const { values } = context;
  const key = `tokens:${name}`;
  let current: Session | undefined;

  async function open(isCurrent: () => boolean): Promise<PublicClientApplication> {
    const { PublicClientApplication: Application } = await import("@azure/msal-node");
    return new Application({
      auth: { clientId: config.client, authority: `${config.authority}/${config.tenant}` },
      cache: {
        cachePlugin: {
          async beforeCacheAccess({ tokenCache }) {
            const kept = z.string().safeParse(await values.get(key));
            if (kept.success && isCurrent()) tokenCache.deserialize(kept.data);
          },
          async afterCacheAccess({ cacheHasChanged, tokenCache }) {
            // What a refresh brings after a sign-out must not sign in again.
            if (cacheHasChanged && isCurrent()) await values.set(key, tokenCache.serialize());
          },
        },
      },
      system: { networkClient: createNetModule(context.net) },
    });
  }

  function session(): Session {
    if (current !== undefined) return current;
    const made: Session = {
      application: Promise.resolve().then(() => open(() => current === made)),
      token: createTokenLine((scopes) => acquire(made, scopes)),
    };
    current = made;
    return made;
  }

  async function signedIn({ application }: Session): Promise<AccountInfo | undefined> {
    const accounts = await (await application).getTokenCache().getAllAccounts();
    return accounts[0];
  }

  async function acquire(own: Session, scopes: readonly string[]): Promise<string> {
    const account = await signedIn(own);
    if (account === undefined) throw nobody(name);
    const application = await own.application;
    const renew = () => application.acquireTokenSilent({ account, scopes: [...scopes] });
    const { accessToken } = await explained(renew, name);
    if (own !== current) throw nobody(name);
    return accessToken;
  }

  return {
    token: (scopes) => session().token(scopes),
    account: async () => (await signedIn(session()))?.username,
    async begin(tell, signal) {
      const own = session();
      const application = await own.application;
      const request = {
        scopes: [...signInScopes(config)],
        cancel: false,
        deviceCodeCallback: ({ verificationUri, userCode, expiresIn }: DeviceCode) =>
          tell({ url: verificationUri, code: userCode, expiresInMs: expiresIn * secondMs }),
      };
      signal.addEventListener("abort", () => (request.cancel = true), { once: true });
      const result = await explained(() => application.acquireTokenByDeviceCode(request), name);
      if (own !== current) throw nobody(name);
      return result?.account?.username ?? "";
    },
    async end() {
      current = undefined;
      await values.set(key, undefined);
    },
  };
}

function nobody(name: string): BotError {
  return new BotError("AI_AUTH", `nobody is signed in: ${advice} ${name}`);
}

interface DeviceCode {
  readonly verificationUri: string;
  readonly userCode: string;
  readonly expiresIn: number;
}

/** What the library throws: the vendor's code says what is wrong, `subError` and prose do not. */
const thrownSchema = z.object({ errorCode: z.string() });

/** Nothing is wrong with the sign-in: the next try may do. Source: MSAL Node, error codes. */
const unheard: ReadonlySet<string> = new Set(["network_error", "endpoints_resolution_error"]);

/** A refresh token that is dead comes as either of two classes; both want a new sign-in. */
async function explained<Value>(work: () => Promise<Value>, name: string): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BotError) throw error;
    const code = thrownSchema.safeParse(error).data?.errorCode ?? "unknown";
    if (unheard.has(code)) {
      throw new BotError("AI_UNREACHABLE", `the sign-in server does not answer (${code})`, {
        cause: error,
      });
    }
    throw new BotError("AI_AUTH", `the sign-in server says ${code}: ${advice} ${name}`, {
      cause: error,
    });
  }
}
