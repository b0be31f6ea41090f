import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { chooseLanguage, type Language, languages } from "./words.ts";

const cookie = "language";
/** A choice lasts so long, in seconds. */
const cookieSeconds = 31_536_000;

/** The page's language: asked for in the address, and from then on by a cookie. */
export function languageOf(context: Context): Language {
  const asked = languages.find((language) => language === context.req.query("language"));
  if (asked === undefined) {
    return chooseLanguage(getCookie(context, cookie), context.req.header("accept-language"));
  }
  setCookie(context, cookie, asked, { path: "/simulator", maxAge: cookieSeconds, sameSite: "Lax" });
  return asked;
}
