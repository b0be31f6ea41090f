import type { Millis } from "#core/lib/millis.ts";
import type { Traffic } from "./watch-channel.ts";
import type { Aside } from "./watch-store.ts";

/** A message that passed, for the terminal: `18:34:05  ← Sari  kopi`, options in a line below. */
export function renderTraffic(traffic: Traffic, at: Millis, timeZone: string): string {
  const time = timeText(at, timeZone);
  const arrow = traffic.kind === "in" ? "←" : "→";
  const head = `${time}  ${arrow} ${plain(traffic.person)}  `;
  const indent = " ".repeat(head.length);
  const lines = traffic.text.split("\n").map(plain);
  if (traffic.kind === "out") {
    if (traffic.options.length > 0) {
      lines.push(traffic.options.map((option) => `[${plain(option)}]`).join(" "));
    }
    if (traffic.problem !== undefined) lines.push(`✗ ${plain(traffic.problem)}`);
  }
  return `${head}${lines.join(`\n${indent}`)}`;
}

/** What no message shows, for the terminal: `18:34:05  · Sari  the run failed: …`. */
export function renderAside({ person, text }: Aside, at: Millis, timeZone: string): string {
  return `${timeText(at, timeZone)}  · ${plain(person)}  ${plain(text)}`;
}

function timeText(at: Millis, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(at);
}

/** What a stranger wrote must not move the cursor or colour the screen. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, "�");
}
