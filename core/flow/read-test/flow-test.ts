import type { Position } from "#core/flow/finding.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type { Owner } from "#core/model/conversation.ts";
import type { MediaKind } from "#core/model/message-out.ts";
import type { NetworkAct } from "#core/model/ports/simulator.ts";
import type { Run } from "#core/model/run.ts";

/** A `*.test.yaml` file that was read; everything in it knows where it stands. */
export interface FlowTestFile {
  readonly file: string;
  readonly flow: string;
  readonly flowAt: Position;
  readonly tests: readonly FlowTest[];
}

export interface FlowTest {
  readonly name: string;
  readonly at: Position;
  readonly contact: TestContact;
  /** When it begins, as a wall clock of the bot's time zone shows it; undefined: the default. */
  readonly now: string | undefined;
  /** What stands in for actions and providers, by name. */
  readonly mocks: readonly Mock[];
  readonly steps: readonly TestStep[];
}

/** Who talks in a test; undefined is the default of the page: every purpose, the first locale. */
export interface TestContact {
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly consent: readonly string[] | undefined;
  /** They have granted nothing and were told nothing: the first answer tells them. */
  readonly isNew: boolean;
  readonly hasPhone: boolean;
  readonly tags: readonly string[];
  readonly profile: Readonly<Record<string, Json>>;
}

/** `bot` names the next message, `count` the next few, without looking at them. */
export type TestStep =
  | { readonly kind: "user"; readonly at: Position; readonly acts: readonly UserAct[] }
  | {
      readonly kind: "bot";
      readonly at: Position;
      readonly message: ExpectedMessage;
      /** Where in the file the whole text stands, if it is written out. */
      readonly textPath?: YamlPath | undefined;
    }
  | { readonly kind: "count"; readonly at: Position; readonly count: number }
  | { readonly kind: "expect"; readonly at: Position; readonly state: ExpectedState }
  | { readonly kind: "after"; readonly at: Position; readonly durationMs: number }
  | { readonly kind: "redeliver"; readonly at: Position }
  | {
      readonly kind: "event";
      readonly at: Position;
      readonly name: string;
      readonly data: JsonObject;
    }
  | { readonly kind: "status"; readonly at: Position; readonly receipt: TestReceipt }
  | { readonly kind: "crash"; readonly at: Position };

/**
 * What the person does. A file is named, and `file` undefined is a sample of its kind; `quotes` is
 * `last` or a part of the text of a message of the bot's.
 */
export type UserAct =
  | Extract<
      NetworkAct,
      {
        readonly kind:
          | "choice"
          | "reaction"
          | "location"
          | "contacts"
          | "order"
          | "form"
          | "share_number"
          | "edit"
          | "revoke"
          | "move"
          | "call"
          | "open"
          | "unsupported";
      }
    >
  | {
      readonly kind: "text";
      readonly text: string;
      readonly quotes?: string | undefined;
      readonly forwarded?: boolean | undefined;
      readonly ad?: JsonObject | undefined;
    }
  | {
      readonly kind: "media";
      readonly media: MediaKind;
      readonly file: string | undefined;
      readonly caption?: string | undefined;
      readonly filename?: string | undefined;
      readonly voice?: boolean | undefined;
    };

/** What the network tells of a message. */
export type TestReceipt =
  | { readonly kind: "delivered" | "read" }
  /** `code` is the network's own; undefined: that the message could not be delivered. */
  | { readonly kind: "failed"; readonly code: number | undefined };

/** What stands in for an action or a provider. */
export interface Mock {
  readonly name: string;
  readonly at: Position;
  /** One answer a call, in order; a single one with `isEndless` answers every call. */
  readonly answers: readonly MockAnswer[];
  readonly isEndless: boolean;
}

export type MockAnswer = { readonly delayMs: number } & (
  | { readonly kind: "returns"; readonly value: Json }
  | { readonly kind: "fails"; readonly reason: string; readonly message: string | undefined }
);

/** What must be true of one message; an absent key may be anything. */
export interface ExpectedMessage {
  readonly text?: string | undefined;
  readonly contains?: string | undefined;
  readonly matches?: string | undefined;
  readonly options?: readonly Json[] | undefined;
  readonly template?: string | undefined;
  readonly values?: readonly string[] | undefined;
  /** What is more than words, by the keys of `describeParts`; `true`: it is there. */
  readonly parts?: JsonObject | undefined;
}

/** What must be true of the run and the contact; an absent key may be anything. */
export interface ExpectedState {
  readonly flow?: string | undefined;
  readonly step?: string | undefined;
  readonly ended?: boolean | undefined;
  readonly state?: Run["state"] | undefined;
  readonly slots?: Readonly<Record<string, Json>> | undefined;
  readonly stopped?: boolean | undefined;
  /** `name`, `language`, `tags`, and slots that are kept with the contact. */
  readonly contact?: JsonObject | undefined;
  readonly owner?: Owner | undefined;
  /** A part of the newest handoff's summary. */
  readonly handoff?: string | undefined;
  /** A part of the last call's input, of all calls' inputs, or their number; by name. */
  readonly ran?: Readonly<Record<string, number | readonly JsonObject[] | JsonObject>> | undefined;
}
