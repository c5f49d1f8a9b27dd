import type { Kysely } from "kysely";
import type { Carried } from "~/rules/standings/judged-round.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import { findCarried, nothingCarriedOver } from "./carried.ts";
import { findFirstStandings } from "./first-edition.ts";
import { findLaterShape } from "./later-shape.ts";
import { findLaterStandings } from "./second-edition.ts";

/**
 * The standings of the rounds with these ids, in the order of the ids, as the contract's JSON; a round without a rule has
 * none and is left out. Everything is computed in the database, exactly: `rules/standings/scoring.ts` says the same a second
 * time. One query; where a rule has settings of the second edition two more, for all such rounds together, and what finding
 * the totals takes that they carry.
 */
export async function findStandings(db: Kysely<DB>, roundIds: readonly number[]): Promise<RoundStandings[]> {
  const first = await findFirstStandings(db, roundIds);
  const found = new Set(first.map(({ id }) => id));
  const left = roundIds.filter((id) => !found.has(id));
  const second = left.length === 0 ? [] : await findSecond(db, left);
  const all = new Map([...first, ...second].map(({ id, ...standings }) => [id, standings]));
  return roundIds.flatMap((id) => all.get(id) ?? []);
}

async function findSecond(db: Kysely<DB>, roundIds: readonly number[]) {
  const shape = await findLaterShape(db, roundIds);
  const carried = shape.carries ? await findCarried(db, roundIds, rankBy(db)) : nothingCarriedOver;
  return await findLaterStandings(db, roundIds, carried, shape);
}

/** What a round carries, as the rule book takes it: by the slug of the earlier round, and there by the entry's key here. */
export async function findCarriedInto(db: Kysely<DB>, roundId: number): Promise<Record<string, Carried>> {
  const { bySlug } = await findCarried(db, [roundId], rankBy(db));
  return bySlug.get(roundId) ?? {};
}

const rankBy = (db: Kysely<DB>) => (roundIds: number[]) => findStandings(db, roundIds);
