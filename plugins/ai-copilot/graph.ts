import type { Client, ResponseType } from "@microsoft/microsoft-graph-client";

/** An API of Microsoft's: its host, version and path. */
export interface GraphPlace {
  readonly base: string;
  readonly version: string;
  readonly path: string;
}

/** Posts JSON below the configured path; the answer comes as it is, whatever its status. */
export type Post = (path: string, body: object, signal: AbortSignal) => Promise<Response>;

/**
 * Microsoft's client with nothing but its sender: its retries would ask a chat turn twice, and its
 * sign-in gives no token to hosts that it does not know, of which Work IQ's is one. The token goes
 * to the configured address alone: no redirect is followed.
 */
export function createPost(place: GraphPlace, token: () => Promise<string>): Post {
  let opened: Promise<{ client: Client; raw: ResponseType }> | undefined;

  async function open() {
    const library = await import("@microsoft/microsoft-graph-client");
    const client = library.Client.initWithMiddleware({
      middleware: new library.HTTPMessageHandler(),
      baseUrl: place.base.endsWith("/") ? place.base : `${place.base}/`,
      defaultVersion: place.version,
    });
    return { client, raw: library.ResponseType.RAW };
  }

  return async (path, body, signal) => {
    opened ??= open();
    const { client, raw } = await opened;
    const response: unknown = await client
      .api(`${place.path}${path}`)
      .header("authorization", `Bearer ${await token()}`)
      .option("signal", signal)
      .option("redirect", "manual")
      .responseType(raw)
      .post(body);
    if (response instanceof Response) return response;
    throw new TypeError("the library gave no answer");
  };
}
