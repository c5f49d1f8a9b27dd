import { voidRelease } from "~/commands/releases/void-release.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import { type RoundState, roundStates } from "~/rules/rounds/round.ts";
import type { ConductStep, StageScreen } from "~/rules/stage/conduct.ts";
import type { Db } from "~db/client.ts";
import { insertStep } from "~db/queries/stage/stage.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { makeEdition, makeHeat, makeSheet, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";

/** Where a heat may stand: each state of a round, each of a release, and each of a rehearsal (others the database refuses). */
export const situations: Record<string, { state: RoundState; rehearsal: boolean; released: Released | null }> = {
  ...Object.fromEntries(roundStates.map((state) => [state, { state, rehearsal: false, released: null }])),
  ...Object.fromEntries(
    (["proposed", "confirmed", "voided", "withdrawn", "published"] as const).map((released) => [
      released,
      { state: "closed", rehearsal: false, released },
    ]),
  ),
  ...Object.fromEntries(
    (["ready", "judging", "closed"] as const).map((state) => [
      `a rehearsal, ${state}`,
      { state, rehearsal: true, released: null },
    ]),
  ),
};
type Released = "proposed" | "confirmed" | "voided" | "withdrawn" | "published";

/** Everything that a stage screen may be told to show, whether or not it may be seen. */
export const screens: StageScreen[] = [
  { name: "waiting" },
  { name: "presenting" },
  { name: "score", entry: "1" },
  { name: "score", entry: "4" },
  { name: "scoreboard" },
  { name: "draw" },
  { name: "reveal", step: 0 },
  { name: "reveal", step: 2 },
  { name: "reveal", step: 99 },
  { name: "message", text: "茶歇", textEn: "Break" },
];

/** In points above 65: no two sheets of the heat, and no sheet and total, come to the same. */
const aboveOfJudge = [0, 7, 15, 22.5, 28.5];
const aboveOfEntry = [0, 0.5, 1, 1.5];

export type Situation = Awaited<ReturnType<typeof makeSituation>>;

/**
 * A heat in that situation, full of data that could leak: every judge has scored every project but, where nothing is
 * released, the last judge the last project. All projects were called and opened.
 */
export async function makeSituation(db: Db, name: string) {
  const { state, rehearsal, released } = situations[name] ?? { state: "draft", rehearsal: false, released: null };
  const { edition } = await makeEdition(db);
  const editionId = edition.id;
  const real = rehearsal ? await makeHeat(db, { editionId, judges: 0, entries: 0, state: "ready" }) : null;
  const given = { editionId, judges: 5, entries: 4, state, ...(real ? { rehearsalOfId: real.round.id } : {}) };
  const heat = await makeHeat(db, given);
  const { round, entries, seats } = heat;
  for (const entry of entries)
    await db
      .updateTable("entries")
      .set({ title: `绝密项目${entry.key}`, titleEn: `Secret ${entry.key}` })
      .where("id", "=", entry.id)
      .execute();
  for (const seat of seats)
    await db
      .updateTable("panelMembers")
      .set({ name: `绝密评委${seat.key}` })
      .where("id", "=", seat.id)
      .execute();
  const sheetsOf: Record<string, string[]> = {};
  for (const [e, entry] of entries.entries())
    for (const [j, seat] of seats.entries()) {
      if (!released && e === 3 && j === 4) continue;
      const total = 6500 + ((aboveOfJudge[j] ?? 0) + (aboveOfEntry[e] ?? 0)) * 100;
      const ids = { roundId: round.id, entryId: entry.id, judgeId: seat.id };
      await makeSheet(db, { ...ids, marks: marksOf(total), note: "绝密评语" });
      sheetsOf[entry.key] = [...(sheetsOf[entry.key] ?? []), (total / 100).toFixed(2)];
    }
  if (released) await releaseTo(db, heat, released);

  const [computed] = await findStandings(db, [round.id]);
  const standings = computed?.standings ?? [];
  const steps = stepsOf(db, { roundId: round.id, byId: heat.scorer.id });
  await steps.take({ type: "call", entry: "1" });
  for (const { key } of entries) await steps.take({ type: "open-scoring", entry: key });
  const numbers = [...standings.map(({ total }) => total ?? ""), ...Object.values(sheetsOf).flat()];
  if (new Set(numbers).size !== numbers.length) throw new Error("two numbers are the same: a leak would not be told");
  return {
    state,
    rehearsal,
    round,
    edition,
    sheetsOf,
    withdrawn: released === "withdrawn",
    published: released === "published",
    show: (screen: StageScreen) => steps.take({ type: "show", screen }),
    totals: Object.fromEntries(standings.map(({ entry, total }) => [entry, total ?? ""])),
    dropped: standings.flatMap(({ dropped }) => dropped.map(({ value }) => value)),
    /** Keys of the entries from the first place down. */
    ranked: standings.map(({ entry }) => entry),
    complete: entries.map(({ key }) => key).filter((key) => sheetsOf[key]?.length === seats.length),
    /** Which secrets occur in what was answered. */
    found: (text: string) => ({
      numbers: numbers.filter((number) => text.includes(number)).sort(),
      names: seats.map(({ key }) => `绝密评委${key}`).filter((each) => text.includes(each)),
      words: ["绝密评语"].filter((each) => text.includes(each)),
    }),
    titlesIn: (text: string) => entries.map(({ key }) => `绝密项目${key}`).filter((title) => text.includes(title)),
  };
}

/** Marks of the example sheet (30, 20, 20, 20 and 10 points) that come to that total, in hundredths. */
function marksOf(total: number): Record<string, number> {
  let lacking = 10_000 - total;
  const full = { tech: 3000, market: 2000, business: 2000, team: 2000, landing: 1000 };
  return Object.fromEntries(
    Object.entries(full).map(([key, max]) => {
      const less = Math.min(lacking, max);
      lacking -= less;
      return [key, max - less];
    }),
  );
}

function stepsOf(db: Db, { roundId, byId }: { roundId: number; byId: string }) {
  let seq = 0;
  return {
    /** Keeps a step whether or not it may be taken: nothing must hang on the conductor's being refused. */
    take: async (step: ConductStep) => {
      const taken = { roundId, seq: ++seq, step, takenById: byId, takenAt: new Date() };
      await db.transaction().execute((trx) => insertStep(trx, taken));
    },
  };
}

async function releaseTo(db: Db, heat: Awaited<ReturnType<typeof makeHeat>>, released: Released): Promise<void> {
  const { editionId } = heat.round;
  const of = async (role: "supervisor" | "organizer") => await makePerson(db, { grants: [{ role, editionId }] });
  const hands = { ...heat, supervisor: await of("supervisor"), organizer: await of("organizer") };
  const reason = "核对有误";
  if (released === "proposed" || released === "confirmed" || released === "published") {
    await releaseRound(db, hands, released);
  } else if (released === "voided") {
    const signed = await releaseRound(db, hands, "proposed");
    sure(await voidRelease({ db, actor: heat.scorer }, { ...signed, reason }));
  } else {
    const signed = await releaseRound(db, hands, "published");
    sure(await withdrawRelease({ db, actor: hands.organizer }, { ...signed, reason }));
  }
}

function sure(answer: { ok: boolean; error?: { type: string } }): void {
  if (!answer.ok) throw new Error(answer.error?.type);
}
