import { z } from "zod";

const form = /^(\d{1,6}(?:\.\d{1,6})?) ?USD$/;

/** An amount such as `0.01 USD`, read into micro-USD. */
export const moneySchema = z
  .string()
  .regex(form, "an amount is written like 0.01 USD")
  .transform((text) => Math.round(Number(form.exec(text)?.[1] ?? 0) * 1_000_000))
  .meta({ id: "money", description: "An amount of money, such as 0.01 USD." });
