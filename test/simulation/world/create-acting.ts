import { assertNever } from "#core/lib/assert-never.ts";
import type { NetworkAct, SimulatedPerson } from "#core/model/ports/simulator.ts";
import { sampleContent, sampleFiles } from "#test/simulation/plan/sample-files.ts";
import type {
  Deed,
  PlannedDeed,
  PlannedPerson,
  WorldPlan,
} from "#test/simulation/plan/world-plan.ts";
import type { BotProcess } from "./bot-process.ts";
import type { Vendor } from "./vendor.ts";

/** Lets people do things on their phones, each under the addresses that they show by then. */
export function createActing(
  plan: WorldPlan,
  vendor: Vendor,
  bot: BotProcess,
): (index: number, deed: Deed) => void {
  const revealed = new Set<number>();
  const moved = new Set<number>();

  function personAt(index: number, planned: PlannedPerson): SimulatedPerson {
    const { name, phone, userId } = moved.has(index) ? planned.moved : planned.first;
    const shows = revealed.has(index) ? "both" : planned.shows;
    return {
      name,
      ...(shows === "userId" ? {} : { phone }),
      ...(shows === "phone" ? {} : { userId }),
    };
  }

  function move(index: number, planned: PlannedPerson): void {
    if (moved.has(index)) return;
    const before = personAt(index, planned);
    moved.add(index);
    const { name: _name, ...addresses } = personAt(index, planned);
    vendor.act(before, { kind: "move", ...addresses });
  }

  return (index, deed) => {
    const planned = plan.people[index];
    if (planned === undefined) return;
    if (deed.kind === "move") {
      move(index, planned);
      return;
    }
    const hidden = personAt(index, planned);
    if (deed.kind === "reveal" || deed.kind === "share") revealed.add(index);
    const person = personAt(index, planned);
    switch (deed.kind) {
      case "act":
      case "file":
        return vendor.act(person, toAct(deed));
      case "together":
        return vendor.actTogether(deed.deeds.map((item) => ({ person, act: toAct(item) })));
      case "tap":
        if (!vendor.tap(person, deed.option)) vendor.act(person, { kind: "text", text: "hello?" });
        return;
      case "redeliver":
        return vendor.redeliver(person);
      case "operator":
        return bot.operate(person, deed.text, deed.file);
      case "share":
        return vendor.act(hidden, { kind: "share_number", phone: person.phone ?? "" });
      case "reveal":
        return;
      default:
        return assertNever(deed, "deed");
    }
  };
}

function toAct(deed: PlannedDeed): NetworkAct {
  if (deed.kind === "act") return deed.act;
  const { media, mime } = sampleFiles[deed.sample];
  return {
    kind: "media",
    media,
    mime,
    content: sampleContent(deed.sample, deed.word),
    ...(deed.isTold && captioned.has(media) ? { caption: `See ${deed.word}` } : {}),
    ...(media === "document" ? { filename: `${deed.word}.bin` } : {}),
    ...(deed.sample === "voice" ? { voice: true } : {}),
  };
}

const captioned: ReadonlySet<string> = new Set(["image", "video", "document"]);
