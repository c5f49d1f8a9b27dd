import { type Papers, papersOf } from "~/rules/documents/round-papers.ts";
import type { Criterion } from "~/rules/rounds/rubric.ts";
import type { Db } from "~db/client.ts";
import { findRoundPapers } from "~db/queries/documents/round-papers.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { findStandings } from "~db/queries/standings/standings.ts";

/** A round's sheets, scores and signatures, with the rubric and the standings they hang on. Four queries, however many sheets. */
export async function readPapers(
  db: Db,
  round: { id: number; slug: string },
): Promise<Papers & { rubric: Criterion[]; places: number | null }> {
  const facts = await findRoundPapers(db, round.id);
  const rubric = await findRubric(db, round.id);
  const places = (await findRule(db, round.id))?.places.sheet ?? null;
  const [found] = await findStandings(db, [round.id]);
  return { ...papersOf(round.slug, facts, { rubric, places, standings: found?.standings ?? [] }), rubric, places };
}
