import { type Check, type HealthLevel, healthOf, type ProcessFacts, worst } from "~/rules/operations/health.ts";
import { type HealthSaying, sayingOf } from "~/rules/operations/health-figures.ts";
import { type TabletState, tabletLevel, tabletState } from "~/rules/scoring/tablet-health.ts";
import { tabletsPicture } from "~/services/live/stage-picture.ts";
import type { Db } from "~db/client.ts";
import { findWorkFigures } from "~db/queries/operations/health.ts";

export interface ShownCheck extends Check {
  said: HealthSaying;
}

export interface ShownProcess extends Pick<ProcessFacts, "name" | "viewers" | "lagMs" | "databaseMs"> {
  seconds: number;
  /** Event streams of the round that is looked at. */
  ofRound: number;
}

export interface ShownSeat {
  key: string;
  name: string;
  state: TabletState;
  level: HealthLevel | "idle";
  /** How long ago it was heard of; null: never. */
  seconds: number | null;
  unsent: number | null;
}

export interface HealthView {
  at: Date;
  overall: HealthLevel;
  /** How many things, seats too, are at that level. */
  count: number;
  checks: ShownCheck[];
  processes: ShownProcess[];
  /** The judges of the round that is looked at; null without one. */
  seats: ShownSeat[] | null;
}

/** How the product stands, and the tablets of that round. One query, and one for the tablets. */
export async function healthView(db: Db, round: { id: number; judging: boolean } | null): Promise<HealthView> {
  const figures = await findWorkFigures(db);
  const picture = round && (await tabletsPicture(db, round.id));
  const nowMs = figures.at.getTime();
  const seats = picture?.map(({ key, name, tablets }): ShownSeat => {
    const [first] = tablets;
    const state = tabletState(tablets, nowMs);
    const seenAt = first?.seenAt ?? null;
    const seconds = seenAt === null ? null : Math.max(0, Math.round((nowMs - Date.parse(seenAt)) / 1000));
    const level = tabletLevel(state, round?.judging ?? false);
    return { key, name, state, level, seconds, unsent: first?.unsent ?? null };
  });
  const checks = healthOf(figures).map((check) => ({ ...check, said: sayingOf(check.thing, figures) }));
  const all = [...checks, ...(seats ?? [])].map(({ level }) => (level === "idle" ? "well" : level));
  const overall = worst(all);
  return {
    at: figures.at,
    overall,
    count: all.filter((level) => level === overall).length,
    checks,
    processes: figures.processes.map(({ name, viewers, lagMs, databaseMs, silentSeconds, roundViewers }) => ({
      name,
      viewers,
      lagMs,
      databaseMs,
      seconds: Math.round(silentSeconds),
      ofRound: round ? (roundViewers[round.id] ?? 0) : 0,
    })),
    seats: seats ?? null,
  };
}
