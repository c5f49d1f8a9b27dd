import type { Db } from "~db/client.ts";
import { findAllTablets } from "~db/queries/scoring/tablets.ts";
import { now } from "../clock.ts";

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
