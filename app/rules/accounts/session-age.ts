import type { Actor } from "./access.ts";

/**
 * How long somebody stays signed in. Whoever works at the desk sees other people's data and acts in office: their session ends
 * with the day's work, and when nobody has used it for a while. Applicants and judges come back to a form or a review for weeks.
 */
export interface SessionAges {
  /** Of staff: how long after the sign-in, and how long after the last use. */
  staffHours: number;
  staffIdleMinutes: number;
  /** Of everybody else: how long after the sign-in. */
  days: number;
}

export const defaultSessionAges: SessionAges = { staffHours: 12, staffIdleMinutes: 60, days: 30 };

const minuteMs = 60_000;

/** Whether the person has a place at the desk: any role but a judge's. */
export function worksAtDesk({ grants }: Pick<Actor, "grants">): boolean {
  return grants.some(({ role }) => role !== "judge");
}

/** When a session ends that was begun then and last used then; `expiresAt` is what it was given when it was begun. */
export function sessionEnd(
  { createdAt, usedAt, expiresAt }: { createdAt: Date; usedAt: Date; expiresAt: Date },
  staff: boolean,
  { staffHours, staffIdleMinutes, days }: SessionAges,
): Date {
  const ends = [expiresAt.getTime(), createdAt.getTime() + days * 1440 * minuteMs];
  if (staff)
    ends.push(createdAt.getTime() + staffHours * 60 * minuteMs, usedAt.getTime() + staffIdleMinutes * minuteMs);
  return new Date(Math.min(...ends));
}

/** For how many minutes after a sign-in, or after somebody has shown again that it is them, they may act upon what is sensitive. */
export const provenMinutes = 15;

/** Whether it was shown a moment ago that the session is still its person's. */
export function isProven({ createdAt, provedAt }: { createdAt: Date; provedAt: Date | null }, at: Date): boolean {
  const last = Math.max(createdAt.getTime(), provedAt?.getTime() ?? 0);
  return at.getTime() - last < provenMinutes * minuteMs;
}

/** Whether a use is to be written down: of staff's once a minute, of others' once an hour, for the list of their devices. */
export function isUseDue(usedAt: Date, staff: boolean, at: Date): boolean {
  return at.getTime() - usedAt.getTime() >= (staff ? minuteMs : 60 * minuteMs);
}
