import { saveAdvancementRule } from "~/commands/advancement/save-advancement-rule.ts";
import { decideFinalist } from "~/commands/diligence/decide-finalist.ts";
import { recordFindings } from "~/commands/diligence/record-findings.ts";
import { addFinalLandings } from "~/commands/landing/add-final-landings.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { type AdvancementRule, defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { type DiligenceOutcome, defaultChecklist } from "~/rules/diligence/diligence.ts";
import type { EditionPageInput } from "~/rules/editions/edition-page.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import type { Db } from "~db/client.ts";
import { makeEdition, makeHeat, makeRound, releaseRound } from "./heats.ts";
import { makePerson } from "./many-applications.ts";

const prizes: EditionPageInput["prizes"] = [
  { scope: "final", title: "一等奖", titleEn: "First Prize", places: 1, yuan: 500_000 },
  { scope: "final", title: "二等奖", titleEn: "Second Prize", places: 2, yuan: 300_000 },
];

/** An edition with a final whose result is published: projects "1", "2", … in the order of their ranks, prizes for three. */
export async function makePublishedFinal(
  db: Db,
  given: { entries?: number; noticeEndsOn?: string; slug?: string; unpublished?: true } = {},
) {
  const { edition } = await makeEdition(db, { slug: given.slug });
  await db.updateTable("editions").set({ page: { prizes } }).where("id", "=", edition.id).execute();
  const final = await makeClosedHeat(db, { editionId: edition.id, judges: 3, entries: given.entries ?? 4 });
  await db
    .updateTable("rounds")
    .set({ kind: "final", title: "总决赛", titleEn: "Final" })
    .where("id", "=", final.round.id)
    .execute();
  await db
    .updateTable("entries")
    .set((eb) => ({ title: eb(eb.val("决赛项目"), "||", eb.ref("key")) as never }))
    .where("roundId", "=", final.round.id)
    .execute();
  if (!given.unpublished) await releaseRound(db, final, "published", { noticeEndsOn: given.noticeEndsOn });
  return { ...final, edition };
}

/** Looks into finalists by every item of the usual list, and decides on them. */
export async function examine(
  db: Db,
  { edition, organizer }: { edition: { slug: string }; organizer: Actor },
  outcomes: Record<string, DiligenceOutcome>,
  note?: string,
): Promise<void> {
  for (const [entry, outcome] of Object.entries(outcomes)) {
    const of = { edition: edition.slug, entry };
    const finding = outcome === "failed" ? "unmet" : "met";
    const findings = defaultChecklist.map((_, at) => ({ item: at + 1, finding, note }));
    const found = await recordFindings({ db, actor: organizer }, { ...of, findings });
    if (!found.ok) throw new Error(found.error.type);
    const decided = await decideFinalist({ db, actor: organizer }, { ...of, outcome, reason: note ?? "核查完毕" });
    if (!decided.ok) throw new Error(decided.error.type);
  }
}

/**
 * A heat whose every sheet is submitted and whose scoring is closed, with the three who release it (`open`: not closed; `state`: where it stands instead; `unscored`: so many of the last entries have no sheet yet). Marks follow from
 * the numbers of entry, judge and criterion, so that the same call always gives the same standings. `note`: what every judge
 * wrote on every sheet.
 */
export async function makeClosedHeat(
  db: Db,
  given: {
    judges?: number;
    entries?: number;
    open?: boolean;
    unscored?: number;
    state?: RoundState;
    editionId?: number;
    note?: string;
  } = {},
) {
  const heat = await makeHeat(db, given);
  const { round, seats, scorer } = heat;
  const entries = heat.entries.slice(0, heat.entries.length - (given.unscored ?? 0));
  const criteria = await db.selectFrom("criteria").selectAll().where("roundId", "=", round.id).execute();
  for (const [j, seat] of seats.entries()) {
    const sheets = await db
      .insertInto("sheets")
      .values(entries.map((entry) => ({ roundId: round.id, entryId: entry.id, judgeId: seat.id, note: given.note })))
      .returning(["id", "entryId"])
      .execute();
    const marks = sheets.flatMap((sheet) => {
      const e = entries.findIndex((entry) => entry.id === sheet.entryId);
      return criteria.map(({ id, max, step }, c) => {
        const mark = max - (((e * 7 + j * 3 + c * 5) * step) % max);
        return { roundId: round.id, sheetId: sheet.id, criterionId: id, mark: mark - (mark % step), max, step };
      });
    });
    await db.insertInto("marks").values(marks).execute();
  }
  const submitted = { state: "submitted", submittedAt: new Date() };
  await db.updateTable("sheets").set(submitted).where("roundId", "=", round.id).execute();
  if (!given.open) await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  const { editionId } = round;
  return {
    ...heat,
    scorer,
    supervisor: await makePerson(db, { name: "监督员", grants: [{ role: "supervisor", editionId }] }),
    organizer: await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId }] }),
  };
}

/** An edition with so many heats whose results are published, a final that takes entries, its rule, and its organizer. */
export async function makeTour(
  db: Db,
  given: {
    heats?: number;
    entries?: number;
    rule?: Partial<AdvancementRule>;
    slug?: string;
    noticeEndsOn?: string;
  } = {},
) {
  const { edition, groups } = await makeEdition(db, { slug: given.slug });
  const organizer = await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId: edition.id }] });
  const final = await makeRound(db, { editionId: edition.id, kind: "final", state: "screening", title: "总决赛" });
  const heats: Awaited<ReturnType<typeof makePublishedHeat>>[] = [];
  for (let number = 1; number <= (given.heats ?? 2); number++)
    heats.push(await makePublishedHeat(db, edition.id, given.entries ?? 4, given.noticeEndsOn));
  const rule = { ...defaultAdvancementRule, places: 1, afterNotice: false, ...given.rule };
  const settled = await saveAdvancementRule(
    { db, actor: organizer },
    { edition: edition.slug, version: digestOf(null), rule },
  );
  if (!settled.ok) throw new Error(settled.error.type);
  return { edition, groups, organizer, final, heats };
}

async function makePublishedHeat(db: Db, editionId: number, entries: number, noticeEndsOn?: string) {
  const heat = await makeClosedHeat(db, { editionId, judges: 3, entries });
  await db
    .updateTable("entries")
    .set((eb) => ({ title: eb(eb.val(`赛区${heat.round.id}项目`), "||", eb.ref("key")) as never }))
    .where("roundId", "=", heat.round.id)
    .execute();
  const signed = await releaseRound(db, heat, "published", { noticeEndsOn });
  return { ...heat, signed };
}

/** An edition whose final of so many projects is published, on the first of December 2026, with its organizer and supervisor. */
export async function makeFinal(db: Db, given: { entries?: number; slug?: string } = {}) {
  const { edition, groups } = await makeEdition(db, { slug: given.slug });
  const final = await makeClosedHeat(db, { editionId: edition.id, judges: 3, entries: given.entries ?? 3 });
  await db
    .updateTable("rounds")
    .set({ kind: "final", title: "总决赛", startsAt: new Date("2026-12-01T01:00:00Z") })
    .where("id", "=", final.round.id)
    .execute();
  await releaseRound(db, final, "published", { noticeEndsOn: "2099-12-01" });
  return { edition, groups, final, organizer: final.organizer, supervisor: final.supervisor };
}

/** The same with every project of the final tracked, by its organizer, from the day given on (default: that of the final). */
export async function makeLandings(db: Db, given: Parameters<typeof makeFinal>[1] & { startedOn?: string } = {}) {
  const made = await makeFinal(db, given);
  const { edition, organizer } = made;
  const input = { edition: edition.slug, owner: organizer.id, startedOn: given.startedOn ?? "2026-12-01" };
  const added = await addFinalLandings({ db, actor: organizer }, input);
  if (!added.ok) throw new Error(added.error.type);
  return made;
}
