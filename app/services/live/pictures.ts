import type { RoundState } from "~/rules/rounds/round.ts";
import { type Conduct, conductOf } from "~/rules/stage/conduct.ts";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import { findAllTablets } from "~db/queries/scoring/tablets.ts";
import { findAllSteps, findStage } from "~db/queries/stage/stage.ts";
import { now } from "../clock.ts";
import { stagePicture } from "./stage-picture.ts";

/** What those who work at a round follow: nothing in it is a score. */
export interface RoundPicture {
  /** Grows with every change of the round: what else a page shows is to be asked for again. */
  revision: number;
  state: RoundState;
  conduct: Pick<Conduct, "seq" | "onStage" | "clock" | "opened" | "called" | "screen">;
  warnSeconds: number;
}

/** The stage's picture as one line of JSON: the StageView. */
export async function stageLine(db: Db, roundId: number): Promise<string | null> {
  const picture = await stagePicture(db, roundId);
  return picture && JSON.stringify(picture.view);
}

/** The round's picture as one line of JSON: a RoundPicture. Three queries. */
export async function roundPicture(db: Db, roundId: number): Promise<string | null> {
  // The revision first: should a change come in between, the picture says an older number, and is made again
  const revision = await findRoundRevision(db, roundId);
  const [row, steps] = await Promise.all([findStage(db, roundId), findAllSteps(db, roundId)]);
  if (!row) return null;
  const { seq, onStage, clock, opened, called, screen } = conductOf(steps, row);
  const conduct = { seq, onStage, clock, opened, called, screen };
  return JSON.stringify({ revision, state: row.state, conduct, warnSeconds: row.warnSeconds } satisfies RoundPicture);
}

/** The tablets of a round as one line of JSON: a TabletsPicture. One query. */
export async function tabletsLine(db: Db, roundId: number): Promise<string> {
  return JSON.stringify(await tabletsPicture(db, roundId));
}

export type TabletsPicture = Awaited<ReturnType<typeof tabletsPicture>>;

/** Everybody on the panel with their tablets' signs of life, for those who see scores. One query. */
export async function tabletsPicture(db: Db, roundId: number) {
  const seats = await findAllTablets(db, roundId, now());
  return seats.map(({ tablets, ...seat }) => ({
    ...seat,
    tablets: tablets.map(({ seenAt, pairedAt, ...tablet }) => ({
      ...tablet,
      seenAt: seenAt?.toISOString() ?? null,
      pairedAt: pairedAt?.toISOString() ?? null,
    })),
  }));
}
