import { Hono } from "hono";
import type { Engine } from "#core/engine/create-engine.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { answerJson, answerUnauthorized } from "./answers.ts";
import { hasToken } from "./bearer-token.ts";
import { Deadlines } from "./deadlines.ts";
import { createOpenApi } from "./open-api.ts";
import { receiveEvent } from "./receive-event.ts";
import { bodyDeadlineMs, receiveWebhook } from "./receive-webhook.ts";

export interface HttpAppDeps {
  readonly engine: Pick<Engine, "receive" | "takeEvent">;
  /** Accounts by the name that stands in their webhook's path. */
  readonly accounts: ReadonlyMap<string, AccountId>;
  /**
   * What keeps the bot from doing its work, one line each; none: it is ready. While it drains, that
   * is one of them.
   */
  readonly findObstacles: () => Promise<readonly string[]>;
  /** True once webhooks are turned away, at the end of a drain: the vendor sends them again. */
  readonly isClosed: () => boolean;
  /** Any of them opens `/api`; none: nobody does. */
  readonly apiTokens: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The HTTP face: webhooks, `/api` with a bearer token, `/healthz` (this process runs) and `/readyz` (it can do its work).
 * Everything else is a 404, and no answer ever tells what is inside.
 */
export function createHttpApp(deps: HttpAppDeps): Hono {
  const { accounts, log } = deps;
  const webhookDeps = { ...deps, deadlines: new Deadlines(deps.clock, bodyDeadlineMs) };
  const app = new Hono();

  app.on(["GET", "POST"], "/webhooks/:account", (context) => {
    const account = accounts.get(context.req.param("account"));
    if (account === undefined) return answerJson(404, { error: "no such account" });
    if (deps.isClosed()) return answerJson(503, { error: "shutting down" });
    return receiveWebhook(webhookDeps, account, context.req.raw);
  });
  app.post("/api/v1/events", (context) => {
    if (!hasToken(context.req.raw, deps.apiTokens)) return answerUnauthorized();
    if (deps.isClosed()) return answerJson(503, { error: "shutting down" });
    return receiveEvent(webhookDeps, context.req.raw);
  });
  app.get("/api/openapi.json", (context) =>
    hasToken(context.req.raw, deps.apiTokens)
      ? answerJson(200, createOpenApi())
      : answerUnauthorized(),
  );
  app.get("/healthz", () => answerJson(200, { status: "alive" }));
  app.get("/readyz", async () => {
    const obstacles = await deps.findObstacles();
    return obstacles.length === 0
      ? answerJson(200, { status: "ready" })
      : answerJson(503, { status: "not ready", obstacles });
  });
  app.notFound(() => answerJson(404, { error: "not found" }));
  app.onError((error) => {
    if (error instanceof BotError && error.retry === "later") {
      log.warn("http.unavailable", { error: errorText(error) });
      return answerJson(503, { error: "try again later" });
    }
    log.error("http.failed", { error: errorText(error) });
    return answerJson(500, { error: "internal error" });
  });
  return app;
}
