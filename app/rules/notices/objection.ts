import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { type DaysApart, workingDayAfterAtLeast, workingDaysBetween } from "~/primitives/working-days.ts";
import { codeAlphabet, codeLength } from "../applications/application-code.ts";

/**
 * Objections (异议) to a published result. 「个人提出异议的，应签署真实姓名并提供联系方式；单位提出异议的，应加盖公章；逾期或匿名异议
 * 不予受理；对异议人身份予以保密。」 Each gets a decision with a reason.
 */

const objectionKinds = ["person", "unit"] as const;
export type ObjectionKind = (typeof objectionKinds)[number];

export const objectionOutcomes = ["upheld", "dismissed", "inadmissible"] as const;
export type ObjectionOutcome = (typeof objectionOutcomes)[number];
const objectionStates = ["received", "assigned", ...objectionOutcomes] as const;
export type ObjectionState = (typeof objectionStates)[number];

/** The letter that a person signed or a unit put its seal to; whatever else supports the facts. */
export const objectionFileKinds = ["letter", "evidence"] as const;
export const objectionFileTypes = ["application/pdf", "image/jpeg", "image/png"] as const;
export type ObjectionFileType = (typeof objectionFileTypes)[number];
export const objectionFiles = { most: 5, mostBytes: 10 * 1024 * 1024 } as const;

const text = (least: number, most: number) => z.string().trim().min(least).max(most);
const orNone = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((value) => value || null);

/** What nobody is called: a name of these is none, and the objection an anonymous one. */
const nameless = /^(匿名|无名|佚名|不详|anonymous|anon|n\/?a|none|nobody|x+|\*+|某+)$/i;

/** Who objects: the person, or the unit with the person who speaks for it. */
const objectorFields = {
  kind: z.enum(objectionKinds),
  name: text(2, 100).refine((name) => !nameless.test(name) && /\p{L}/u.test(name), { params: { reason: "no-name" } }),
  /** Who speaks for a unit. */
  contactPerson: orNone(60),
  phone: orNone(40).refine((phone) => phone === null || /^[+\d][\d\s()-]{5,}$/.test(phone), {
    params: { reason: "no-phone" },
  }),
  email: orNone(254).refine((email) => email === null || z.email().safeParse(email).success, {
    params: { reason: "no-email" },
  }),
};

export const objectionSchema = z
  .object({
    ...objectorFields,
    /** The entry's key; null for the list as a whole. */
    entry: orNone(200),
    facts: text(10, 4000),
    grounds: text(10, 4000),
    signed: z.boolean().refine((given) => given, { params: { reason: "not-signed" } }),
    consent: z.boolean().refine((given) => given, { params: { reason: "no-consent" } }),
  })
  .refine(({ phone, email }) => phone !== null || email !== null, {
    path: ["phone"],
    params: { reason: "no-contact" },
  })
  .refine(({ kind, contactPerson }) => kind === "person" || contactPerson !== null, {
    path: ["contactPerson"],
    params: { reason: "no-contact-person" },
  });
export type Objection = z.output<typeof objectionSchema>;

/** What is sealed of who objects: `link` is the secret of their private page, which mails lead to. */
export const objectorSchema = z.object({
  kind: z.enum(objectionKinds),
  name: z.string(),
  contactPerson: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  link: z.string(),
});
export type Objector = z.output<typeof objectorSchema>;

export const objectionWordsSchema = z.object({ facts: z.string(), grounds: z.string() });
export type ObjectionWords = z.output<typeof objectionWordsSchema>;

/** The number that an objection is known by, such as YY-7K3M9Q. `draws` as for `applicationCode`. */
export function receiptNumber(draws: readonly number[]): string {
  const letters = draws.map((draw) => codeAlphabet.charAt(draw)).join("");
  if (letters.length !== codeLength) throw new Error(`a receipt's number needs ${codeLength} draws in range`);
  return `YY-${letters}`;
}

export function isDecided(state: ObjectionState): state is ObjectionOutcome {
  return (objectionOutcomes as readonly string[]).includes(state);
}

/** The day by which an objection is decided: so many working days after the day in Beijing on which it was filed. */
export function dueOn(filedAt: Date, workingDays: number, own?: DaysApart): string {
  return workingDayAfterAtLeast(dayIn(homeZone, filedAt), workingDays, own);
}

/** How pressing an objection is: `soon` from two working days before its day on; null once it is decided. */
export type ObjectionAlarm = "overdue" | "soon" | "calm";

export function alarmOf(
  { state, dueOn: due }: { state: ObjectionState; dueOn: string },
  at: Date,
  own?: DaysApart,
): ObjectionAlarm | null {
  if (isDecided(state)) return null;
  const today = dayIn(homeZone, at);
  if (today > due) return "overdue";
  return workingDaysBetween(today, due, own) <= 2 ? "soon" : "calm";
}

/** What decides whether an objection counts as late, and how long it took. */
export interface CountedObjection {
  state: ObjectionState;
  filedAt: Date;
  dueOn: string;
  decidedAt: Date | null;
}

export interface ObjectionFigures {
  received: number;
  open: number;
  upheld: number;
  dismissed: number;
  inadmissible: number;
  overdue: number;
  /** From the day of filing to that of the decision, over those decided; null without any. */
  meanWorkingDays: number | null;
}

export function figuresOf(all: readonly CountedObjection[], at: Date, own?: DaysApart): ObjectionFigures {
  const count = (state: ObjectionState) => all.filter((each) => each.state === state).length;
  const taken = all.flatMap(({ filedAt, decidedAt }) =>
    decidedAt === null ? [] : [workingDaysBetween(dayIn(homeZone, filedAt), dayIn(homeZone, decidedAt), own)],
  );
  return {
    received: all.length,
    open: all.filter(({ state }) => !isDecided(state)).length,
    upheld: count("upheld"),
    dismissed: count("dismissed"),
    inadmissible: count("inadmissible"),
    overdue: all.filter((each) => alarmOf(each, at, own) === "overdue").length,
    meanWorkingDays: taken.length === 0 ? null : taken.reduce((sum, days) => sum + days, 0) / taken.length,
  };
}
