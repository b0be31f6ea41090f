import type { Command } from "./command.ts";
import { audit } from "./commands/audit.ts";
import { blockedList, contactBlock, contactUnblock } from "./commands/block.ts";
import {
  broadcastList,
  broadcastPause,
  broadcastPlan,
  broadcastResume,
  broadcastStart,
  broadcastStatus,
  broadcastStop,
} from "./commands/broadcast.ts";
import { consentGrant, consentShow, consentWithdraw } from "./commands/consent.ts";
import { contactErase, contactExport, contactShow } from "./commands/contact.ts";
import { contactResume } from "./commands/contact-resume.ts";
import { createHelp } from "./commands/help.ts";
import { pause, resume } from "./commands/pause.ts";
import { set, settings } from "./commands/set.ts";
import { spend } from "./commands/spend.ts";
import { status } from "./commands/status.ts";
import { createUndo } from "./commands/undo.ts";

const code = { name: "code", words: { en: "code", id: "kode" } };
const fine = () => undefined;

/** Answers to what a command would do; `createDesk` knows them by their names here. */
export const confirmId = "yes";
export const dropId = "no";

const answers: readonly Command[] = [
  {
    id: confirmId,
    words: [{ en: "yes", id: "ya" }],
    about: { en: "do what you were asked about", id: "lakukan yang baru ditanyakan" },
    role: "viewer",
    args: [code],
    findProblem: fine,
  },
  {
    id: dropId,
    words: [{ en: "no", id: "tidak" }],
    about: { en: "do not do it", id: "jangan lakukan" },
    role: "viewer",
    args: [],
    findProblem: fine,
  },
];

/**
 * Every command there is, in the order of `/help`: of chats, of `sapa ops`, of whatever comes. Each name
 * stands once in either language (a test holds that).
 */
export const commandTable: readonly Command[] = [
  createHelp(() => commandTable),
  status,
  settings,
  spend,
  contactShow,
  blockedList,
  consentShow,
  broadcastList,
  broadcastPlan,
  broadcastStatus,
  pause,
  resume,
  consentGrant,
  consentWithdraw,
  broadcastStart,
  broadcastPause,
  broadcastResume,
  broadcastStop,
  set,
  createUndo(() => commandTable),
  audit,
  contactResume,
  contactBlock,
  contactUnblock,
  contactExport,
  contactErase,
  ...answers,
];
