import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type FlowTestOptions,
  type FlowTestsResult,
  runFlowTests,
} from "#core/app/flow-test/run-flow-tests.ts";

/** A small bot with one flow. */
export const teaBot = `bot: tea-house
format: 1
name: Tea House
locales: [en, id]
time_zone: Asia/Jakarta
hours: { mon-fri: "08:00-20:00" }
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: NUMBER }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: WORD }
`;

export const teaFlow = `flow: tea
format: 1
triggers: [{ message: [tea, teh] }]
slots: { cups: { type: integer, min: 1, max: 9 } }
steps:
  - ask: { en: "How many cups, {{ contact.name }}?", id: Berapa gelas? }
    id: cups
    into: cups
    timeout: 2h
    on_timeout: late
  - say: { en: "{{ slots.cups }} teas, {{ hours.open ? 'now' : 'tomorrow' }}.", id: Siap. }
  - end
  - id: late
    say: { en: Still there?, id: Masih ada? }
`;

/** Tests of the flow: two pass, and the third leaves a message unnamed. */
export const teaTests = `flow: tea
tests:
  - name: two cups
    steps:
      - user: tea
      - bot: How many cups, Sari?
      - expect: { step: cups, ended: false }
      - user: "2"
      - bot: 2 teas, now.
      - expect: { ended: true, slots: { cups: 2 } }
  - name: on a Sunday, in Indonesian, without a number
    now: 2026-01-04 23:30
    contact: { name: Ayu, language: id, phone: hidden }
    steps:
      - user: teh
      - bot: Berapa gelas?
      - after: 2h
      - bot: Masih ada?
  - name: one answer, wherever the process dies
    steps:
      - user: tea
      - crash: true
      - bot: { contains: How many }
      - user: "3"
      - redeliver: last
      - crash: true
      - bot: { count: 0 }
`;

/** Bots on the disk, to be removed at the end; files by name over the ones above. */
export class TeaHouses {
  readonly #folders: string[] = [];

  /** Writes a bot and gives its folder. */
  make(files: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), "sapa-flow-tests-"));
    this.#folders.push(folder);
    const all = { "bot.yaml": teaBot, "tea.flow.yaml": teaFlow, ...files };
    for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
    return folder;
  }

  async run(
    files: Readonly<Record<string, string>>,
    options: Partial<FlowTestOptions> = {},
  ): Promise<FlowTestsResult> {
    return await runFlowTests(this.make(files), { nowMs: () => 0, ...options });
  }

  remove(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true });
  }
}
