import type { Actor } from "~/rules/accounts/access.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import type { Criterion } from "~/rules/rounds/rubric.ts";
import { defaultRubric } from "~/rules/rounds/rubric.ts";
import type { Db } from "../../client.ts";
import { makeEdition, makeRound } from "./editions.ts";
import { makePerson } from "./people.ts";

/** A seat on the panel, with the person who sits on it. */
export interface Seat {
  id: number;
  key: string;
  name: string;
  actor: Actor;
}

/** A heat ready to be judged: rubric, rule, a panel of `judges` whose first is the head, and `entries` in running order. */
export async function makeHeat(
  db: Db,
  given: {
    judges?: number;
    entries?: number;
    state?: RoundState;
    rubric?: Criterion[];
    editionId?: number;
    slug?: string;
    title?: string;
    kind?: RoundKind;
    rehearsalOfId?: number;
  } = {},
) {
  const editionId = given.editionId ?? (await makeEdition(db)).edition.id;
  const { state = "judging", slug, title, kind, rehearsalOfId } = given;
  const round = await makeRound(db, {
    ...{ editionId, state, slug },
    ...(title ? { title } : {}),
    ...(kind ? { kind } : {}),
    ...(rehearsalOfId ? { rehearsalOfId } : {}),
  });
  const criteria = await makeRubric(db, round.id, given.rubric);
  const seats: Seat[] = [];
  for (let number = 1; number <= (given.judges ?? 3); number++) seats.push(await makeSeat(db, round, number));
  const scorer = await makePerson(db, { name: "计分员", grants: [{ role: "scorer", roundId: round.id }] });
  return { round, criteria, seats, entries: await makeEntries(db, round.id, given.entries ?? 3), scorer };
}

/** The rubric (default: the contest's example sheet) with a rule that trims one high and one low from five sheets on. */
export async function makeRubric(db: Db, roundId: number, rubric: Criterion[] = defaultRubric) {
  const criteria = await db
    .insertInto("criteria")
    .values(rubric.map(({ bands: _, ...criterion }, position) => ({ ...criterion, roundId, position })))
    .returning(["id", "key", "max", "step"])
    .execute();
  const bands = rubric.flatMap((criterion, at) =>
    criterion.bands.map((band) => ({ ...band, criterionId: criteria[at]?.id ?? 0 })),
  );
  if (bands.length > 0) await db.insertInto("bands").values(bands).execute();
  await db
    .insertInto("rules")
    .values({
      roundId,
      level: "sheet",
      method: "trimmed-mean",
      trimHigh: 1,
      trimLow: 1,
      trimAtLeast: 5,
      missing: "skip",
      placesSheet: 2,
      placesTotal: 2,
    })
    .execute();
  return criteria;
}

/** Seat J1, J2, …; the first is the head judge. Its person holds the judge's role in the round. */
export async function makeSeat(db: Db, round: { id: number }, number: number): Promise<Seat> {
  const name = `评委${number}`;
  const actor = await makePerson(db, { name, grants: [{ role: "judge", roundId: round.id }] });
  const { id } = await db
    .insertInto("panelMembers")
    .values({ roundId: round.id, userId: actor.id, key: `J${number}`, name, head: number === 1 })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, key: `J${number}`, name, actor };
}

/** Entries "1", "2", … drawn into that order. */
async function makeEntries(db: Db, roundId: number, count: number) {
  if (count === 0) return [];
  return await db
    .insertInto("entries")
    .values(
      Array.from({ length: count }, (_, at) => ({
        roundId,
        key: String(at + 1),
        title: `项目${at + 1}`,
        titleEn: `Project ${at + 1}`,
        drawNumber: at + 1,
        runningOrder: at + 1,
      })),
    )
    .returning(["id", "key", "title"])
    .execute();
}

/** A sheet with the marks given, in hundredths by criterion key; submitted unless told otherwise. */
export async function makeSheet(
  db: Db,
  given: {
    roundId: number;
    entryId: number;
    judgeId: number;
    marks: Record<string, number>;
    state?: "draft" | "submitted";
    note?: string;
  },
) {
  const { roundId, entryId, judgeId } = given;
  const sheet = await db
    .insertInto("sheets")
    .values({ roundId, entryId, judgeId, note: given.note })
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
  const criteria = await db.selectFrom("criteria").selectAll().where("roundId", "=", roundId).execute();
  const marks = criteria.flatMap(({ id, key, max, step }) => {
    const mark = given.marks[key];
    return mark === undefined ? [] : [{ roundId, sheetId: sheet.id, criterionId: id, mark, max, step }];
  });
  if (marks.length > 0) await db.insertInto("marks").values(marks).execute();
  if (given.state !== "draft") {
    const submitted = { state: "submitted", submittedAt: new Date() };
    await db.updateTable("sheets").set(submitted).where("id", "=", sheet.id).execute();
  }
  return sheet;
}
