import { z } from "zod";
import { landingPlatforms } from "~/rules/applications/application-terms.ts";

/**
 * Landing (落地): 落地意向 → 签约 → 公司注册 → 注资到位 → 资助兑现, each with a deadline 6 or 12 months after the start. All days are
 * Beijing's, YYYY-MM-DD; all amounts whole yuan.
 */

export const landingSteps = ["intention", "agreement", "registration", "capital", "funds"] as const;
export type LandingStep = (typeof landingSteps)[number];

/** Where a project settles: 吴兴高新区, 吴兴经开区. */
export const platforms = landingPlatforms.filter((each) => each !== "undecided");
export type Platform = Exclude<(typeof landingPlatforms)[number], "undecided">;

/** The platform that an application names; null where it names none or is undecided. */
export function platformOf(named: unknown): Platform | null {
  return platforms.find((each) => each === named) ?? null;
}

export interface Milestone {
  step: LandingStep;
  dueOn: string;
  doneOn: string | null;
}

export const landingFileTypes = ["application/pdf", "image/jpeg", "image/png"] as const;
export const landingFiles = { most: 30, mostBytes: 10 * 1024 * 1024 } as const;

/** What decides where a landing stands. */
export interface Landing {
  milestones: readonly Milestone[];
  givenUp: boolean;
}

export const landingStates = ["open", ...landingSteps, "given-up"] as const;
export type LandingState = (typeof landingStates)[number];

/** The furthest milestone that is done; "open" before the first. */
export function stateOf({ milestones, givenUp }: Landing): LandingState {
  if (givenUp) return "given-up";
  return landingSteps.findLast((step) => isDone(milestones, step)) ?? "open";
}

/** The first milestone that is not done; null when all are. */
export function nextMilestone<M extends Milestone>(milestones: readonly M[]): M | null {
  const next = landingSteps.find((step) => !isDone(milestones, step));
  return milestones.find(({ step }) => step === next) ?? null;
}

/** A project has landed once its company is registered. */
export function hasLanded(landing: Landing): boolean {
  return !landing.givenUp && isDone(landing.milestones, "registration");
}

/** How many days before a deadline its owner is reminded; -1: the deadline has passed. Source: the house's own rule. */
export const landingReminderDays = [30, 7, 1, 0] as const;
const soonDays = landingReminderDays[0];

export type LandingAlarm = "overdue" | "soon";

/** What there is to be alarmed about in one milestone on that day: its last day is not overdue yet. */
export function alarmOfMilestone({ dueOn, doneOn }: Pick<Milestone, "dueOn" | "doneOn">, today: string) {
  if (doneOn !== null) return null;
  const left = daysBetween(today, dueOn);
  return left < 0 ? ("overdue" as const) : left <= soonDays ? ("soon" as const) : null;
}

/** The worst alarm of a landing; none of one that was given up. */
export function alarmOf({ milestones, givenUp }: Landing, today: string): LandingAlarm | null {
  if (givenUp) return null;
  const alarms = milestones.map((each) => alarmOfMilestone(each, today));
  return alarms.includes("overdue") ? "overdue" : alarms.includes("soon") ? "soon" : null;
}

export type DoneRefusal = "milestone-done" | "in-future" | "funds-need-agreement" | "out-of-order";

/**
 * Why a milestone cannot be said to be done on that day; null when it can. One that is out of order needs a reason: an
 * earlier one is not done, or was done later, or a later one was done before. Funds are never paid without an agreement.
 */
export function refusalOfDone(
  milestones: readonly Milestone[],
  { step, doneOn, reason, today }: { step: LandingStep; doneOn: string; reason: string | null; today: string },
): DoneRefusal | null {
  if (isDone(milestones, step)) return "milestone-done";
  if (doneOn > today) return "in-future";
  if (step === "funds" && !isPayable(milestones, doneOn)) return "funds-need-agreement";
  return isInOrder(milestones, step, doneOn) || reason !== null ? null : "out-of-order";
}

export type PaymentRefusal = Exclude<DoneRefusal, "out-of-order">;

/** Why an instalment of the funds cannot have been paid on that day; null when it can. */
export function refusalOfPayment(
  milestones: readonly Milestone[],
  paidOn: string,
  today: string,
): PaymentRefusal | null {
  if (isDone(milestones, "funds")) return "milestone-done";
  if (paidOn > today) return "in-future";
  return isPayable(milestones, paidOn) ? null : "funds-need-agreement";
}

/** Whether a milestone may be taken back: an agreement may not, once funds were paid by it. */
export function mayReopen(step: LandingStep, paid: boolean): boolean {
  return !(step === "agreement" && paid);
}

function isPayable(milestones: readonly Milestone[], paidOn: string): boolean {
  const agreed = milestones.find(({ step }) => step === "agreement")?.doneOn ?? null;
  return agreed !== null && agreed <= paidOn;
}

function isInOrder(milestones: readonly Milestone[], step: LandingStep, doneOn: string): boolean {
  const place = landingSteps.indexOf(step);
  return milestones.every((each) => {
    const other = landingSteps.indexOf(each.step);
    if (other < place) return each.doneOn !== null && each.doneOn <= doneOn;
    return other === place || each.doneOn === null || each.doneOn >= doneOn;
  });
}

function isDone(milestones: readonly Milestone[], step: LandingStep): boolean {
  return milestones.some((each) => each.step === step && each.doneOn !== null);
}

const months = z.union([z.literal(6), z.literal(12)]);

/** The months that each milestone has from the start; a later one never fewer than one before it. */
export const landingMonthsSchema = z
  .object({ intention: months, agreement: months, registration: months, capital: months, funds: months })
  .superRefine((given, context) => {
    for (const [at, step] of landingSteps.entries()) {
      const before = landingSteps[at - 1];
      if (before && given[step] < given[before])
        context.addIssue({ code: "custom", path: [step], params: { reason: "before-the-one-before" } });
    }
  });
export type LandingMonths = z.output<typeof landingMonthsSchema>;

/** The deadlines of a landing that starts on that day. */
export function deadlinesOf(startedOn: string, given: LandingMonths): { step: LandingStep; dueOn: string }[] {
  return landingSteps.map((step) => ({ step, dueOn: monthsAfter(startedOn, given[step]) }));
}

/** The same day so many months later, or the last day of that month. */
export function monthsAfter(day: string, count: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}

/** From one day to another; negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
