import { saveAdvancementRule } from "../../app/commands/advancement/save-advancement-rule.ts";
import { saveOvertime } from "../../app/commands/editions/save-overtime.ts";
import { takeStep } from "../../app/commands/stage/take-step.ts";
import { digestOf } from "../../app/primitives/canonical-json.ts";
import type { Actor } from "../../app/rules/accounts/access.ts";
import { defaultAdvancementRule } from "../../app/rules/advancement/advancement-rule.ts";
import { defaultRubric } from "../../app/rules/rounds/rubric.ts";
import type { ConductStep } from "../../app/rules/stage/conduct.ts";
import { readEnv } from "../../app/services/env.ts";
import { unlockVault, vaultKeysOf } from "../../app/services/vault/vault.ts";
import type { Db } from "../../db/client.ts";
import { makeRound, makeRubric, makeSeat, makeSheet, type Seat } from "../../db/seed/factories/heats.ts";
import { makePerson } from "../../db/seed/factories/many-applications.ts";
import { makeReview } from "../../db/seed/factories/reviews.ts";
import { inDatabase } from "../people/hall.ts";
import { product } from "../product.ts";

export const works = 60;
export const reviewers = 12;

export type Contest = Awaited<ReturnType<typeof makeContest>>;

/**
 * An edition with 60 qualified works before twelve reviewers, five to a work; a heat with six judges, a final with five; its
 * scorer, supervisor, organizer. Rules, panels and kinds are the usual ones: nobody has set them yet.
 */
export async function makeContest() {
  unlockVault(await vaultKeysOf(readEnv({ DATA_DIR: product.folder })));
  return await inDatabase(async (db) => {
    const answers = Array.from({ length: works }, () => ({}));
    const review = await makeReview(db, { judges: reviewers, answers, settings: { perEntry: 5 } });
    const { edition, organizer } = review;
    const editionId = edition.id;
    await db.updateTable("editions").set({ bundlePublic: true }).where("id", "=", editionId).execute();
    const scorer = await makePerson(db, { name: "计分员", grants: [{ role: "scorer", editionId }] });
    const supervisor = await makePerson(db, { name: "监督员", grants: [{ role: "supervisor", editionId }] });
    const heat = { ...review.heat, seats: await panelOf(db, review.heat, 6) };
    const final = await makeRound(db, { editionId, kind: "final", state: "screening", title: "总决赛" });
    const rule = { ...defaultAdvancementRule, places: 4, afterNotice: false };
    sure(await saveAdvancementRule({ db, actor: organizer }, { edition: edition.slug, version: digestOf(null), rule }));
    const table = {
      article: "第十二条",
      steps: [
        { reach: "over" as const, seconds: 10, points: 20 },
        { reach: "from" as const, seconds: 30, points: 50 },
      ],
    };
    sure(await saveOvertime({ db, actor: organizer }, { edition: edition.slug, version: digestOf(null), table }));
    return { ...review, heat, final: { ...final, seats: await panelOf(db, final, 5) }, scorer, supervisor };
  });
}

async function panelOf(db: Db, round: { id: number }, judges: number): Promise<Seat[]> {
  await makeRubric(db, round.id);
  const seats: Seat[] = [];
  for (let number = 1; number <= judges; number++) seats.push(await makeSeat(db, round, number));
  return seats;
}

function sure(answer: { ok: true } | { ok: false; error: { type: string } }): void {
  if (!answer.ok) throw new Error(answer.error.type);
}

/** Marks that sum to that many points, the criteria filled one after the other. */
function marksOf(points: number): Record<string, number> {
  let left = points * 100;
  return Object.fromEntries(
    defaultRubric.map(({ key, max }): [string, number] => {
      const mark = Math.min(max, left);
      left -= mark;
      return [key, mark];
    }),
  );
}

/** Every sheet that is asked of a judge and not there yet, with the points that `points` gives by entry and seat, both from 0. */
export async function handInTheRest(round: { id: number }, points: (entry: number, seat: number) => number) {
  await inDatabase(async (db) => {
    const entries = await entriesOf(db, round.id);
    const seats = await db
      .selectFrom("panelMembers")
      .select(["id", "key", "panel"])
      .where("roundId", "=", round.id)
      .execute();
    const assigned = await db.selectFrom("assignments").selectAll().where("roundId", "=", round.id).execute();
    const there = await db
      .selectFrom("sheets")
      .select(["entryId", "judgeId"])
      .where("roundId", "=", round.id)
      .execute();
    const isIn = (list: typeof there, entryId: number, judgeId: number) =>
      list.some((each) => each.entryId === entryId && each.judgeId === judgeId);
    for (const [e, entry] of entries.entries())
      for (const { id, key, panel } of seats) {
        const asked = assigned.length > 0 ? isIn(assigned, entry.id, id) : panel === null || panel === entry.panel;
        if (!asked || isIn(there, entry.id, id)) continue;
        const marks = marksOf(points(e, Number(key.slice(1)) - 1));
        await makeSheet(db, { roundId: round.id, entryId: entry.id, judgeId: id, marks });
      }
  });
}

export async function entriesOf(db: Db, roundId: number) {
  return await db
    .selectFrom("entries")
    .select(["id", "key", "panel", "runningOrder"])
    .where("roundId", "=", roundId)
    .orderBy("id")
    .execute();
}

/** As the draw in the hall would: everybody has a place, and the scoring begins. */
export async function beginJudging(round: { id: number }) {
  await inDatabase(async (db) => {
    for (const [at, { id }] of (await entriesOf(db, round.id)).entries())
      await db
        .updateTable("entries")
        .set({ drawNumber: at + 1, runningOrder: at + 1 })
        .where("id", "=", id)
        .execute();
    for (const state of ["ready", "judging"])
      await db.updateTable("rounds").set({ state }).where("id", "=", round.id).execute();
  });
}

/** On the panel's stage the entry pitches so many seconds beyond its time, an hour ago. */
export async function pitchBeyondTime(by: Actor, round: string, of: { panel: string; entry: string; seconds: number }) {
  const { panel, entry, seconds } = of;
  const begin = Date.now() - 3_600_000;
  await inDatabase(async (db) => {
    const { pitchMinutes } = await db
      .selectFrom("rounds")
      .select("pitchMinutes")
      .where("slug", "=", round)
      .executeTakeFirstOrThrow();
    const steps: [second: number, step: ConductStep][] = [
      [0, { type: "call", entry }],
      [0, { type: "start", phase: "pitch" }],
      [pitchMinutes * 60 + seconds, { type: "start", phase: "defence" }],
    ];
    for (const [after, [second, step]] of steps.entries())
      sure(await takeStep({ db, actor: by, at: new Date(begin + second * 1000) }, { round, panel, after, step }));
  });
}
