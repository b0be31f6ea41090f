import { Hono } from "hono";
import type { OtherBot } from "./other-bot.ts";

/** What a person does to the connection with another program's bot. */
export function createOtherRoutes(bot: OtherBot): Hono {
  const routes = new Hono();
  routes.post("/handshake", (context) => {
    // It may take as long as the bot does; what comes of it is told to the page.
    void bot.shakeHands();
    return context.body(null, 204);
  });
  return routes;
}
