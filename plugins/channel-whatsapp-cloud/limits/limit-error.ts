import type { SendError } from "sapa/plugin";

/** Why a message cannot leave as it is. `title` names the part and the numbers, never the words. */
export function limitError(title: string): SendError {
  return {
    code: "MESSAGE_LIMIT",
    title,
    meaning: "The message does not fit what WhatsApp takes; nothing was sent.",
    action: "Change the step that sends it, or the file: WhatsApp's limits are fixed.",
  };
}
