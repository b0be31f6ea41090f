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
    if (deed.kind === "operator" || deed.kind === "event") return tellBot(bot, person, deed);
    switch (deed.kind) {
      case "act":
      case "file":
        return vendor.act(person, toAct(deed));
      case "together":
        return vendor.actTogether(deed.deeds.map((item) => ({ person, act: toAct(item) })));
      case "tap":
        return tap(vendor, person, deed.option);
      case "redeliver":
        return vendor.redeliver(person);
      case "share":
        return vendor.act(hidden, { kind: "share_number", phone: person.phone ?? "" });
      case "reveal":
        return;
      default:
        return assertNever(deed, "deed");
    }
  };
}

function tap(vendor: Vendor, person: SimulatedPerson, option: number): void {
  if (!vendor.tap(person, option)) vendor.act(person, { kind: "text", text: "hello?" });
}

/** What comes from the owner's side. */
function tellBot(
  bot: BotProcess,
  person: SimulatedPerson,
  deed: Extract<Deed, { readonly kind: "operator" | "event" }>,
): void {
  if (deed.kind === "operator") bot.operate(person, deed.text, deed.file);
  else void bot.tell(person, deed.name, deed.words);
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
