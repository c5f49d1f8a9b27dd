import type { Kysely } from "kysely";
import { type JudgedRound, standings } from "~/rules/standings/scoring.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import { findNewerCarried, findTotalsOfRelease, type NewerCarried } from "~db/queries/standings/carried.ts";
import type { DB } from "~db/schema.ts";

type Place = Pick<Standing, "rank" | "total">;

/** A correction that was not taken over, and each entry whose total or rank would change with it. */
export interface CarriedChange extends NewerCarried {
  changes: { entry: string; title: string; is: Place; would: Place }[];
}

/** What each correction of an earlier round would change, taken over by itself. Two queries a correction. */
export async function carriedChanges(db: Kysely<DB>, roundId: number, judged: JudgedRound): Promise<CarriedChange[]> {
  const now = new Map(standings(judged).map((line) => [line.entry, line]));
  const found: CarriedChange[] = [];
  for (const newer of await findNewerCarried(db, roundId)) {
    const { slug, sourceId, releaseId } = newer;
    const totals = releaseId === null ? {} : await findTotalsOfRelease(db, { roundId, sourceId, releaseId });
    const carried = { ...judged.carried, [slug]: { from: `release ${newer.newest}`, totals } };
    const changes = standings({ ...judged, carried }).flatMap(({ entry, title, rank, total }) => {
      const is = now.get(entry) ?? { rank: null, total: null };
      const isSame = is.rank === rank && is.total === total;
      return isSame ? [] : [{ entry, title, is: { rank: is.rank, total: is.total }, would: { rank, total } }];
    });
    found.push({ ...newer, changes: releaseId === null ? [] : changes });
  }
  return found;
}
