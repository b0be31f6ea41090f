import { z } from "zod";

/** Who somebody of ours is. */
export const roleSchema = z.enum(["viewer", "operator", "admin", "owner"]).meta({
  description: "What the person may do: look, answer people, change settings, everything.",
});
