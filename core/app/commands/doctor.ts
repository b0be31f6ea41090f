import { openDoctorCase } from "#core/app/doctor/doctor-case.ts";
import { examine } from "#core/app/doctor/examine.ts";
import { renderExamined } from "#core/app/doctor/render-examined.ts";
import type { HostFlags } from "#core/app/host.ts";
import { printLine } from "#core/app/print.ts";

export interface DoctorFlags extends HostFlags {
  readonly json?: true;
}

/** `sapa doctor`: looks at everything that a bot needs, from outside in; 1 if something keeps it from its work. */
export async function doctorCommand(bot: string | undefined, flags: DoctorFlags): Promise<number> {
  const situation = await openDoctorCase(bot, flags);
  try {
    const examined = await examine(situation);
    if (flags.json === true) printLine(JSON.stringify(examined, undefined, 2));
    else for (const line of renderExamined(examined)) printLine(line);
    return examined.every(({ state }) => state !== "error") ? 0 : 1;
  } finally {
    situation.host.log.flush();
  }
}
