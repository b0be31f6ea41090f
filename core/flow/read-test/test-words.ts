import { z } from "zod";

/** Words of a person or of the bot. */
export const text = z.string().max(65_536);

/** Something short that is not empty. */
export const word = z.string().min(1).max(4_096);
