import type { RunActivity } from "#core/engine/activities.ts";
import type { Media } from "#core/engine/media/create-media.ts";
import { assertNever } from "#core/lib/assert-never.ts";

/** Where nothing leaves the machine: in a chat of the terminal. */
export const runNoAction: RunActivity = ({ request: { port } }) =>
  Promise.resolve({
    kind: "failed",
    code: "not_here",
    message:
      port === "ai" || port === "voice"
        ? "no AI is asked here but ai-scripted; sapa dev asks those of bot.yaml"
        : "actions do not run here: nothing leaves this machine",
    isFinal: true,
  });

/** Hands each activity to who does its kind. */
export function createRunActivity(
  media: Pick<Media, "run">,
  runAction: RunActivity,
  runAi: RunActivity,
  runOwnData: RunActivity,
): RunActivity {
  return (activity, signal) => {
    const { port, name } = activity.request;
    switch (port) {
      case "media":
        return media.run(activity, signal);
      case "action":
        return runAction(activity, signal);
      case "ai":
      case "voice":
        return runAi(activity, signal);
      case "privacy":
        return runOwnData(activity, signal);
      case "signal":
        return Promise.resolve({
          kind: "failed",
          code: "activity_unknown",
          message: `nothing here runs ${port} ${name}`,
          isFinal: true,
        });
      default:
        return assertNever(port, "activity port");
    }
  };
}
