import type { Answering } from "./serve.ts";

/** The bot's own face, and the pages of people below their paths. */
export function withPages(http: Answering, pages: Answering): Answering {
  return {
    fetch(request) {
      const { pathname } = new URL(request.url);
      return /^\/(simulator|console)(\/|$)/.test(pathname)
        ? pages.fetch(request)
        : http.fetch(request);
    },
  };
}
