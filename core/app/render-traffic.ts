import type { Millis } from "#core/lib/millis.ts";
import type { Traffic } from "./watch-channel.ts";

/** A message that passed, for the terminal: `18:34:05  ← Sari  kopi`, options in a line below. */
export function renderTraffic(traffic: Traffic, at: Millis, timeZone: string): string {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(at);
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

/** What a stranger wrote must not move the cursor or colour the screen. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, "�");
}
