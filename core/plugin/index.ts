/**
 * `sapa/plugin`: the only thing that plugins import.
 * @module
 */
export { assertNever } from "#core/lib/assert-never.ts";
export { BotError, errorText } from "#core/lib/bot-error.ts";
export { hmacHex, isSameSecret, sha256Hex } from "#core/lib/digest.ts";
export { type Pace, type Take, takeOne } from "#core/lib/gcra.ts";
export { type AccountId, accountId } from "#core/lib/ids.ts";
export { isThisMachine } from "#core/lib/is-this-machine.ts";
export { isUnsent } from "#core/lib/is-unsent.ts";
export {
  canonicalJson,
  type Json,
  type JsonObject,
  jsonDepth,
  jsonSchema,
} from "#core/lib/json.ts";
export {
  dayMs,
  hourMs,
  later,
  type Millis,
  minuteMs,
  secondMs,
  toMillis,
} from "#core/lib/millis.ts";
export { cutText, foldText } from "#core/lib/text.ts";
export type { Capabilities } from "#core/model/capabilities.ts";
export type { ContactCard } from "#core/model/contact-card.ts";
export type { EventBody, NewEvent } from "#core/model/event.ts";
export { eventBodySchema } from "#core/model/event.ts";
export { type Address, isAnchor, isSameAddress, type Sender } from "#core/model/identity.ts";
export {
  type MediaRef,
  type MessageIn,
  maxInboundTextChars,
  messageInSchema,
} from "#core/model/message-in.ts";
export {
  type Card,
  type Header,
  type MediaKind,
  type MediaSource,
  type MessageOut,
  type MessageOutKind,
  messageOutText,
  type Option,
} from "#core/model/message-out.ts";
export type * from "#core/model/ports/action.ts";
export type * from "#core/model/ports/ai-provider.ts";
export { aiFailureKinds, partsText } from "#core/model/ports/ai-provider.ts";
export type * from "#core/model/ports/channel.ts";
export type * from "#core/model/ports/channel-templates.ts";
export type { Cancel, Clock } from "#core/model/ports/clock.ts";
export type { FileReader, KeptFile } from "#core/model/ports/file-store.ts";
export type * from "#core/model/ports/guarded-net.ts";
export type { Log, LogFields } from "#core/model/ports/log.ts";
export type { Net, NetReply, NetRequest } from "#core/model/ports/net.ts";
export type { Random } from "#core/model/ports/random.ts";
export type * from "#core/model/ports/simulator.ts";
export {
  type Delivery,
  type RejectionEffect,
  type SendError,
  type StatusUpdate,
  statusUpdateSchema,
} from "#core/model/status.ts";
export {
  isNamedContent,
  type TemplateButton,
  type TemplateCategory,
  type TemplateContent,
  type TemplateDefinition,
  type TemplateNews,
  type TemplateQuality,
  type TemplateStatus,
  type TextContent,
  templateLanguage,
  variablesOf,
} from "#core/model/template.ts";
export * from "./define-plugin.ts";
