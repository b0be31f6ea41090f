/** @jsxImportSource hono/jsx */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { isSameSecret, sha256Hex } from "#core/lib/digest.ts";
import { hourMs, minuteMs } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Random } from "#core/model/ports/random.ts";
import { Layout } from "./layout.tsx";
import { languageOf } from "./page-language.ts";
import { wordsOf } from "./words.ts";

/** A link that was not used for so long opens nothing any more. */
const linkMs = 15 * minuteMs;
/** Who came in has to ask for another link after so long. */
const sessionMs = 8 * hourMs;
/** Its form has the key and nothing else; anybody may send it. */
const maxFormBytes = 4 * 1_024;
const cookie = "sapa_simulator";
const path = "/simulator/enter";

/** The one way in to pages that are not for everybody: a link for one use, then a cookie. */
export interface Door {
  /** The link's path, with its key: whoever has it may come in once. */
  readonly path: string;
  /** Answers the link; below `/simulator`. */
  readonly routes: Hono;
  /** Turns away who did not come in by the link. */
  readonly guard: MiddlewareHandler;
  /** Calls back when who came in is out again, so that what is open then can be shut. */
  onEnd(listener: () => void): void;
  /** Nothing ends by itself any more. */
  stop(): void;
}

export interface DoorDeps {
  readonly clock: Clock;
  readonly random: Random;
  /** True where the world reaches the pages over TLS alone. */
  readonly isSecure: boolean;
}

/**
 * A look at the link uses nothing up, since programs that preview links look at them; the button
 * behind it does. Keys are kept as hashes, in memory: a restart ends every session.
 */
export function createDoor({ clock, random, isSecure }: DoorDeps): Door {
  const key = token(random);
  const linkUntilAt = clock.now() + linkMs;
  let link: string | undefined = sha256Hex(key);
  let session: { readonly hash: string; readonly untilAt: number } | undefined;
  let stopWaiting: Cancel | undefined;
  const listeners: (() => void)[] = [];
  const isLink = (given: unknown): boolean =>
    typeof given === "string" &&
    link !== undefined &&
    clock.now() < linkUntilAt &&
    isSameSecret(sha256Hex(given), link);

  const routes = new Hono();
  routes.get("/enter", (context) => {
    const given = context.req.query("key");
    return isLink(given) ? showEntry(context, given ?? "") : refuse(context, "usedUp");
  });
  routes.post("/enter", bodyLimit({ maxSize: maxFormBytes }), async (context) => {
    const given = await readKey(context);
    if (!isLink(given)) return refuse(context, "usedUp");
    link = undefined;
    const value = token(random);
    session = { hash: sha256Hex(value), untilAt: clock.now() + sessionMs };
    stopWaiting = clock.after(sessionMs, () => {
      session = undefined;
      for (const listener of listeners) listener();
    });
    setCookie(context, cookie, value, {
      path: "/simulator",
      httpOnly: true,
      sameSite: "Strict",
      secure: isSecure,
      maxAge: sessionMs / 1_000,
    });
    return context.redirect("/simulator", 303);
  });
  return {
    path: `${path}?key=${key}`,
    routes,
    guard: async (context, next) => {
      const given = getCookie(context, cookie);
      const isIn =
        given !== undefined &&
        session !== undefined &&
        clock.now() < session.untilAt &&
        isSameSecret(sha256Hex(given), session.hash);
      return isIn ? await next() : refuse(context, "byLinkOnly");
    },
    onEnd: (listener) => void listeners.push(listener),
    stop: () => stopWaiting?.(),
  };
}

function token(random: Random): string {
  return Buffer.from(random.bytes(32)).toString("base64url");
}

/** Undefined as well where the form cannot be read: to strangers it is a wrong link like any other. */
async function readKey(context: Context): Promise<unknown> {
  try {
    return (await context.req.parseBody())["key"];
  } catch {
    return undefined;
  }
}

function showEntry(context: Context, key: string) {
  const language = languageOf(context);
  const words = wordsOf(language);
  const page = (
    <Layout language={language} words={words} title={words.door.enter}>
      <main class="message" id="chat">
        <h1>{words.door.title}</h1>
        <p>{words.door.once}</p>
        <form method="post" action={path}>
          <input type="hidden" name="key" value={key} />
          <button type="submit">{words.door.enter}</button>
        </form>
      </main>
    </Layout>
  );
  return context.html(page, 200, { "cache-control": "no-store" });
}

function refuse(context: Context, why: "usedUp" | "byLinkOnly") {
  const language = languageOf(context);
  const words = wordsOf(language);
  const page = (
    <Layout language={language} words={words} title={words.door.title}>
      <main class="message" id="chat">
        <h1>{words.door.title}</h1>
        <p>{words.door[why]}</p>
        <p>{words.door.another}</p>
      </main>
    </Layout>
  );
  return context.html(page, 403, { "cache-control": "no-store" });
}
