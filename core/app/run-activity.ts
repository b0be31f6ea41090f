import type { RunActivity } from "#core/engine/activities.ts";
import type { Media } from "#core/engine/media/create-media.ts";
import { assertNever } from "#core/lib/assert-never.ts";

/** Hands each activity to who does its kind. */
export function createRunActivity(media: Pick<Media, "run">): RunActivity {
  return (activity, signal) => {
    const { port, name } = activity.request;
    switch (port) {
      case "media":
        return media.run(activity, signal);
      case "action":
      case "ai":
        return Promise.resolve({
          kind: "failed",
          code: "ACTIVITY_UNKNOWN",
          message: `nothing here runs ${port} ${name}`,
        });
      default:
        return assertNever(port, "activity port");
    }
  };
}
