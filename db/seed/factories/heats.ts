import { confirmRelease } from "~/commands/releases/confirm-release.ts";
import { proposeRelease } from "~/commands/releases/propose-release.ts";
import { publishRelease } from "~/commands/releases/publish-release.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { workingDayAfterAtLeast } from "~/primitives/working-days.ts";
import { tableToSign } from "~/reads/releases/table-of.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import { type Criterion, defaultRubric } from "~/rules/rounds/rubric.ts";
import type { Db } from "~db/client.ts";
import { makePerson } from "./many-applications.ts";
import { freshCode } from "./second-factors.ts";

/** All of one length, so that what is made later comes later where slugs are put in order. */
let made = 10_000;

/**
 * An open edition with two groups and a track, its intake open from a month ago to a month ahead. It is a first one, so that
 * beside the demo it is never the one of today; among its like the last one made is.
 */
export async function makeEdition(db: Db, given: { slug?: string; title?: string; titleEn?: string } = {}) {
  const month = 30 * 24 * 3600 * 1000;
  const edition = await db
    .insertInto("editions")
    .values({
      slug: given.slug ?? `edition-${process.pid}-${++made}`,
      title: given.title ?? `第${made}届`,
      titleEn: given.titleEn ?? `Edition ${made}`,
      state: "open",
      ordinal: 1,
      applyOpensAt: new Date(Date.now() - month),
      applyClosesAt: new Date(Date.now() + month),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const track = await db
    .insertInto("tracks")
    .values({ editionId: edition.id, key: "photonics", title: "光电通信", titleEn: "Photonics and communications" })
    .returningAll()
    .executeTakeFirstOrThrow();
  const [company, team] = await db
    .insertInto("groups")
    .values([
      { editionId: edition.id, key: "company", title: "企业组", titleEn: "Company group", company: true, position: 1 },
      { editionId: edition.id, key: "team", title: "创业团队组", titleEn: "Team group", company: false, position: 2 },
    ])
    .returningAll()
    .execute();
  if (!company || !team) throw new Error("the groups were not made");
  return { edition, track, groups: { company, team } };
}

/** A round of the edition, in the state given (default: a heat open for registration). */
export async function makeRound(
  db: Db,
  given: {
    editionId: number;
    trackId?: number;
    slug?: string;
    title?: string;
    kind?: RoundKind;
    state?: RoundState;
    capacity?: number;
    /** It is a rehearsal of that round. */
    rehearsalOfId?: number;
  },
) {
  const slug = given.slug ?? `heat-${process.pid}-${++made}${given.rehearsalOfId ? "-rehearsal-1" : ""}`;
  return await db
    .insertInto("rounds")
    .values({
      ...given,
      slug,
      kind: given.kind ?? "heat",
      title: given.title ?? `城市赛 ${slug}`,
      titleEn: `Heat ${slug}`,
      city: "上海",
      cityEn: "Shanghai",
      state: given.state ?? "registration",
      startsAt: new Date("2026-12-01T01:00:00Z"),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

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
    editionId,
    state,
    slug,
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

/** A closed round with the three who release it; and the instant at which each acts. */
interface Releasing {
  round: { id: number; slug: string };
  scorer: Actor;
  supervisor: Actor;
  organizer: Actor;
}

interface Given {
  /** Of a correction. */
  reason?: string;
  noticeEndsOn?: string;
  /** When the scorer, the supervisor and the organizer act. */
  at?: { propose?: Date; confirm?: Date; publish?: Date };
}

/** The last day of a notice that begins at that time, by the five working days that an edition's notices run unless it says otherwise. */
export function noticeEndOf(publishedAt: Date): string {
  return workingDayAfterAtLeast(dayIn(homeZone, publishedAt), 5);
}

/** What the three sign. */
export interface Signed {
  round: string;
  version: number;
  digest: string;
}

/** Takes the round's release as far as named, by its own three people, each with a second factor of their own. */
export async function releaseRound(
  db: Db,
  heat: Releasing,
  to: "proposed" | "confirmed" | "published",
  given: Given = {},
): Promise<Signed> {
  const { id, slug: round } = heat.round;
  const at = { propose: new Date(), confirm: new Date(), publish: new Date(), ...given.at };
  const digest = (await tableToSign(db, id))?.digest ?? "";
  const proposed = sure(
    await proposeRelease({ db, actor: heat.scorer, at: at.propose }, { round, digest, reason: given.reason }),
  );
  const signed = { round, ...proposed };
  if (to === "proposed") return signed;
  await confirmed(db, heat, signed, at.confirm);
  if (to === "confirmed") return signed;
  await published(db, heat, signed, { at: at.publish, noticeEndsOn: given.noticeEndsOn });
  return signed;
}

async function confirmed(db: Db, { supervisor }: Releasing, signed: Signed, at: Date): Promise<void> {
  const code = await freshCode(db, supervisor, at);
  sure(await confirmRelease({ db, actor: supervisor, at }, { ...signed, code }));
}

async function published(
  db: Db,
  { organizer }: Releasing,
  signed: Signed,
  { at, noticeEndsOn }: { at: Date; noticeEndsOn?: string },
): Promise<void> {
  const code = await freshCode(db, organizer, at);
  const noticeReason = "样例：公示期另行安排";
  sure(await publishRelease({ db, actor: organizer, at }, { ...signed, code, noticeEndsOn, noticeReason }));
}

function sure<V>(answer: { ok: true; value: V } | { ok: false; error: { type: string } }): V {
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.value;
}
