import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";

/** Whether this machine's time is that of whoever answered before; nothing where nobody did. */
export function checkClock({ heardTimes }: Pick<DoctorCase, "heardTimes">): readonly Found[] {
  const offsets = heardTimes().map(({ host, thereAt, hereAt }) => ({
    host,
    offsetMs: hereAt - thereAt,
  }));
  const [worst] = offsets.toSorted((a, b) => Math.abs(b.offsetMs) - Math.abs(a.offsetMs));
  if (worst === undefined) return [];
  const seconds = Math.round(Math.abs(worst.offsetMs) / secondMs);
  if (Math.abs(worst.offsetMs) <= minuteMs) {
    return [["good", `this machine's clock is that of ${worst.host}`]];
  }
  const way = worst.offsetMs > 0 ? "ahead of" : "behind";
  const message = `this machine's clock is ${seconds} s ${way} that of ${worst.host}`;
  return [
    [
      "warning",
      message,
      "Windows, quiet hours and signatures go by it: sudo timedatectl set-ntp true",
    ],
  ];
}
