import type { ActiveFlows } from "#core/app/active-flows/active-flows.ts";
import { createConsentDesk } from "#core/app/consent/consent-desk.ts";
import type { BroadcastDesk } from "#core/engine/broadcasts/broadcast-desk.ts";
import type { ErasePerson } from "#core/engine/privacy/erase-person.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { TemplateBook } from "#core/engine/templates/template-book.ts";
import { createTemplateDesk } from "#core/engine/templates/template-desk.ts";
import type { ControlVerb } from "#core/http/control-verb.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { OpsDesk } from "#core/ops/create-desk.ts";
import type { ErasureList } from "#core/store/erasure-list.ts";
import type { KeyRing } from "#core/store/key-ring.ts";
import { backupVerbs } from "./backup-verbs.ts";
import { broadcastVerbs } from "./broadcast-verbs.ts";
import { consentVerbs } from "./consent-verbs.ts";
import { contactVerbs } from "./contact-verbs.ts";
import { flowVerbs } from "./flow-verbs.ts";
import { opsVerbs } from "./ops-verbs.ts";
import { type SendVerbsDeps, sendVerbs } from "./send-verbs.ts";
import { spendVerbs } from "./spend-verbs.ts";
import { templateVerbs } from "./template-verbs.ts";

export interface VerbDeps extends Omit<SendVerbsDeps, "purposes"> {
  readonly folder: string;
  readonly flows: ActiveFlows;
  readonly broadcasts: BroadcastDesk;
  readonly operators: OpsDesk;
  readonly settings: Pick<EngineSettings, "bot" | "consent">;
  readonly erasePerson: ErasePerson;
  readonly store: Store;
  /** What is known of templates. */
  readonly templates: TemplateBook;
  readonly ring: KeyRing;
  readonly erasures: ErasureList;
  /** Of AI providers, which are opened elsewhere. */
  readonly providers: ReadonlyMap<string, ControlVerb>;
}

/** Everything that commands on this machine may ask of a bot. */
export function gatherVerbs(deps: VerbDeps): ReadonlyMap<string, ControlVerb> {
  const { records, clock, channels, settings } = deps;
  const { purposes } = settings.consent;
  const ledger = createConsentDesk({ records, purposes, clock, channels: [...channels.values()] });
  return new Map([
    ...flowVerbs(deps.folder, deps.flows),
    ...broadcastVerbs(deps.broadcasts),
    ...opsVerbs(deps.operators, clock),
    ...spendVerbs(records, settings.bot.timeZone, clock),
    ...deps.providers,
    ...contactVerbs(records, deps.erasePerson),
    ...consentVerbs(ledger),
    ...sendVerbs({ ...deps, purposes }),
    ...backupVerbs(deps.store, deps),
    ...templateVerbs(createTemplateDesk({ ...deps, book: deps.templates })),
  ]);
}
