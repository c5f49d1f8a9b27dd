import type { ui as zh } from "../locales/zh-CN/ui.ts";
import type { IconName } from "./icon.tsx";

export type Tone = "neutral" | "structure" | "act" | "ok" | "warn" | "danger" | "award";

type Words = (typeof zh)["state"];
/** The things that have states, and the states of each: those that the words know. */
export type StateOf = keyof Words;
export type State<Of extends StateOf> = keyof Words[Of];

/** How each state looks: a tone and a shape. */
export const looks: { [Of in StateOf]: Record<State<Of>, [Tone, IconName]> } = {
  edition: { draft: ["neutral", "pen"], open: ["ok", "live"], archived: ["neutral", "lock"] },
  round: {
    draft: ["neutral", "pen"],
    registration: ["ok", "inbox"],
    screening: ["structure", "eye"],
    preparing: ["structure", "eye"],
    ready: ["structure", "clock"],
    judging: ["act", "live"],
    closed: ["neutral", "lock"],
    proposed: ["warn", "half"],
    confirmed: ["warn", "half"],
    published: ["ok", "check"],
    notice: ["structure", "clock"],
    final: ["award", "award"],
  },
  application: {
    draft: ["neutral", "pen"],
    submitted: ["structure", "inbox"],
    returned: ["warn", "pen"],
    waiting: ["warn", "clock"],
    qualified: ["ok", "check"],
    ineligible: ["danger", "cross"],
    withdrawn: ["neutral", "slash"],
  },
  release: {
    proposed: ["warn", "half"],
    confirmed: ["warn", "half"],
    published: ["ok", "check"],
    superseded: ["neutral", "slash"],
    voided: ["neutral", "slash"],
    withdrawn: ["danger", "cross"],
  },
  sheet: {
    none: ["neutral", "empty"],
    draft: ["structure", "half"],
    submitted: ["ok", "lock"],
    recused: ["neutral", "slash"],
    returned: ["warn", "warn"],
    out: ["neutral", "cross"],
  },
  source: { tablet: ["neutral", "pen"], paper: ["warn", "file"], import: ["neutral", "inbox"] },
  mail: {
    pending: ["warn", "half"],
    void: ["neutral", "slash"],
    queued: ["neutral", "clock"],
    sent: ["ok", "check"],
    failed: ["danger", "stop"],
    held: ["structure", "eye"],
  },
  objection: {
    received: ["warn", "inbox"],
    assigned: ["structure", "half"],
    upheld: ["ok", "check"],
    dismissed: ["neutral", "slash"],
    inadmissible: ["neutral", "cross"],
  },
  landing: {
    open: ["neutral", "empty"],
    intention: ["structure", "half"],
    agreement: ["structure", "half"],
    registration: ["ok", "check"],
    capital: ["ok", "check"],
    funds: ["ok", "check"],
    "given-up": ["neutral", "slash"],
  },
  invitation: {
    sent: ["structure", "clock"],
    accepted: ["ok", "check"],
    expired: ["warn", "clock"],
    unconfirmed: ["warn", "clock"],
    revoked: ["neutral", "slash"],
  },
};
