import type { By, Refusal, Result } from "~/commands/command.ts";
import { drawOrder } from "~/commands/heats/draw-order.ts";
import { signInContestant } from "~/commands/heats/sign-in-contestant.ts";
import { saveRubric } from "~/commands/rounds/save-rubric.ts";
import { saveRule } from "~/commands/rounds/save-rule.ts";
import { stepRound } from "~/commands/rounds/step-round.ts";
import { closeJudging } from "~/commands/scoring/close-judging.ts";
import { recuse } from "~/commands/scoring/recuse.ts";
import { saveSheetDraft } from "~/commands/scoring/save-sheet-draft.ts";
import { submitSheet } from "~/commands/scoring/submit-sheet.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { defaultRubric, rubricFormValues } from "~/rules/rounds/rubric.ts";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import { rulePresets } from "~/rules/standings/rule.ts";
import type { Db } from "~db/client.ts";
import { noticeEndOf, releaseRound } from "../factories/heats.ts";
import { makeObjection } from "../factories/objections.ts";
import { makeFactor } from "../factories/second-factors.ts";
import { type Random, randomFrom } from "../random.ts";
import { morning, screenDemoHeat, startOf } from "./edition.ts";
import { type DemoHeat, heats } from "./heats.ts";

/** The people of the demo. Each has an address at demo.example and can be signed in as with one click. */
export interface DemoPeople {
  organizer: Actor;
  scorer: Actor;
  supervisor: Actor;
  conductor: Actor;
  screeners: Actor[];
  applicant: Actor;
  recommender: Actor;
  guest: Actor;
  judges: Actor[];
}

const judges = ["周牧之", "吴静姝", "郑伯远", "Maria Solberg", "冯以安", "褚云深", "卫明舒"];

export async function makeDemoPeople(db: Db, editionId: number, at: Date): Promise<DemoPeople> {
  const make = async (key: string, name: string, role?: Role, locale: "zh-CN" | "en" = "zh-CN"): Promise<Actor> => {
    const person = { id: `demo-${key}`, name, email: `${key}@demo.example`, locale };
    await db
      .insertInto("users")
      .values({ ...person, emailVerified: true, createdAt: at, updatedAt: at })
      .execute();
    const grants = role ? [{ role, editionId, roundId: null }] : [];
    if (role) await db.insertInto("roleGrants").values({ role, editionId, userId: person.id, grantedAt: at }).execute();
    return { ...person, grants };
  };
  /** Whoever signs results has a second factor, with the key that the demo tells. */
  const signing = async (person: Actor): Promise<Actor> => {
    await makeFactor(db, person, at);
    return person;
  };
  return {
    organizer: await signing(await make("organizer", "顾清和", "organizer")),
    scorer: await make("scorer", "潘以诚", "scorer"),
    supervisor: await signing(await make("supervisor", "严守正", "supervisor")),
    conductor: await make("conductor", "钟晓帆", "conductor"),
    screeners: [await make("screener1", "秦若水", "screener"), await make("screener2", "范知微", "screener")],
    applicant: await make("applicant", "沈思远"),
    recommender: await make("recommender", "曹闻达"),
    guest: await make("guest", "Elena Marchetti", undefined, "en"),
    judges: await Promise.all(
      judges.map((name, at) => make(`judge${at + 1}`, name, "judge", /[a-z]/.test(name) ? "en" : "zh-CN")),
    ),
  };
}

/** Walks every heat of the tour to where the demo shows it, through the same commands that people use. */
export async function walkTour(db: Db, people: DemoPeople, today: Date): Promise<void> {
  const walks = heats.map((heat, at) => ({
    db,
    people,
    heat,
    start: startOf(heat, today),
    random: randomFrom(1000 + at),
  }));
  await Promise.all(walks.map(walk));
  // As if an organizer had released what the contestants are told of the published results
  await db
    .updateTable("mails")
    .set({ state: "held" })
    .where("state", "=", "pending")
    .where("news", "is not", null)
    .execute();
  await prepareFinal(db, people, morning(today, -3));
  await makeObjection(db, "shanghai-6", { email: "", at: morning(today, -1) });
}

interface Walk {
  db: Db;
  people: DemoPeople;
  heat: DemoHeat;
  start: Date;
  random: Random;
}

const hour = 3600 * 1000;
const day = 24 * hour;

async function walk(the: Walk): Promise<void> {
  const { heat } = the;
  if (heat.reached === "registration") return;
  await screen(the);
  if (heat.reached === "screening") return;
  await setUp(the);
  await judge(the);
  if (heat.reached === "judging") return;
  const { db, people, start } = the;
  const round = heat.slug;
  await valueOrThrow(closeJudging(at(db, people.scorer, start, 4 * hour), { round }));
  if (heat.reached === "closed") return;
  const { id } = await db.selectFrom("rounds").select("id").where("slug", "=", round).executeTakeFirstOrThrow();
  const act = (hours: number) => new Date(start.getTime() + hours * hour);
  const published = act(18 * 24);
  await releaseRound(
    db,
    { ...people, round: { id, slug: round } },
    heat.reached === "proposed" ? "proposed" : "published",
    { at: { propose: act(4.5), confirm: act(5), publish: published }, noticeEndsOn: noticeEndOf(published) },
  );
}

async function screen({ db, people, heat, start }: Walk): Promise<void> {
  const before = at(db, people.organizer, start, -6 * day);
  await valueOrThrow(
    stepRound(before, { round: heat.slug, from: "registration", to: "screening", reason: "报名到期" }),
  );
  await screenDemoHeat({ ...before, db }, heat);
}

async function setUp(the: Walk): Promise<void> {
  const { db, people, heat, start, random } = the;
  const round = heat.slug;
  const organizer = at(db, people.organizer, start, -2 * day);
  await rubricAndRule(organizer, round);
  await seat(the);
  const seed = Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join("");
  await valueOrThrow(drawOrder(organizer, { round, seed, after: null }));
  await valueOrThrow(stepRound(organizer, { round, from: "screening", to: "ready" }));
}

async function rubricAndRule(organizer: By, round: string): Promise<void> {
  await valueOrThrow(
    saveRubric(organizer, { round, version: digestOf([]), criteria: rubricFormValues(defaultRubric) }),
  );
  await valueOrThrow(saveRule(organizer, { round, version: digestOf(null), rule: rulePresets.trimmed }));
}

/** Seats that were accepted long ago. */
async function seat({ db, people, heat }: Walk): Promise<void> {
  const { id } = await db.selectFrom("rounds").select("id").where("slug", "=", heat.slug).executeTakeFirstOrThrow();
  const seats = people.judges.slice(0, heat.judges).map((judge, index) => ({
    roundId: id,
    userId: judge.id,
    key: `J${index + 1}`,
    name: judge.name,
    head: index === 0,
  }));
  await db.insertInto("panelMembers").values(seats).execute();
}

/** Every judge scores every project around its own worth and the judge's own severity; today's heat is half way. */
async function judge(the: Walk): Promise<void> {
  const { db, people, heat, start, random } = the;
  const round = heat.slug;
  await valueOrThrow(stepRound(at(db, people.scorer, start, 0), { round, from: "ready", to: "judging" }));
  const entries = await db
    .selectFrom("entries")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .select("entries.key")
    .where("rounds.slug", "=", heat.slug)
    .orderBy("entries.runningOrder")
    .execute();
  const door = at(db, people.scorer, start, -0.5 * hour);
  for (const { key: entry } of entries) await valueOrThrow(signInContestant(door, { round, by: { entry } }));
  const severity = people.judges.map(() => random.normal(0, 0.015));
  const done = heat.reached === "judging" ? Math.floor(entries.length / 2) : entries.length;
  let taken = 0;
  for (const [index, { key: entry }] of entries.slice(0, done + 1).entries()) {
    taken += await conduct(the, {
      entry,
      after: taken,
      minute: index * 13,
      over: index < done,
      last: index === entries.length - 1,
    });
    const worth = 0.78 + random.normal(0, 0.055);
    for (const [seat, judge] of people.judges.slice(0, heat.judges).entries()) {
      const by = at(db, judge, start, (index + 1) * 13 * 60_000 + seat * 7000);
      const marks = marksFor(random, worth - (severity[seat] ?? 0));
      if (index === 3 && seat === 2)
        await valueOrThrow(recuse(by, { round, entry, reason: "与项目负责人曾在同一单位任职。" }));
      else if (index < done) await valueOrThrow(submitSheet(by, { round, entry, version: 0, marks, note: "" }));
      else if (seat < 2) await valueOrThrow(saveSheetDraft(by, { round, entry, version: 0, marks, note: "" }));
    }
  }
}

interface Turn {
  entry: string;
  /** Number of the last step before. */
  after: number;
  /** Minutes since the heat began. */
  minute: number;
  /** The project has pitched; the one that has not stands on stage, its clock ready. */
  over: boolean;
  /** Nobody comes after: the screens wait for the ceremony. */
  last: boolean;
}

/** The host's assistant leads a project through its turn. Answers how many steps that took. */
async function conduct({ db, people, heat, start }: Walk, { entry, after, minute, over, last }: Turn): Promise<number> {
  const turn: [minutes: number, step: ConductStep][] = [
    [0, { type: "call", entry }],
    [0.5, { type: "start", phase: "pitch" }],
    [6.5, { type: "start", phase: "defence" }],
    [11.5, { type: "open-scoring", entry }],
  ];
  const atTheEnd: typeof turn = [
    [11.6, { type: "pause" }],
    [12, { type: "show", screen: { name: "waiting" } }],
  ];
  const steps = over ? [...turn, ...(last ? atTheEnd : [])] : turn.slice(0, 1);
  for (const [at, [minutes, step]] of steps.entries()) {
    const by = { db, actor: people.organizer, at: new Date(start.getTime() + (minute + minutes) * 60_000) };
    await valueOrThrow(takeStep(by, { round: heat.slug, after: after + at, step }));
  }
  return steps.length;
}

/** What a judge gives a project that is worth so much of the full marks, by criterion. */
export function marksFor(random: Random, worth: number): Record<string, string> {
  const marks = defaultRubric.map(({ key, max, step }) => {
    const share = Math.min(1, Math.max(0.3, worth + random.normal(0, 0.035)));
    return [key, String((Math.round((share * max) / step) * step) / 100)];
  });
  return Object.fromEntries(marks);
}

/** The final waits for its entries: rubric, rule and panel stand. */
async function prepareFinal(db: Db, people: DemoPeople, on: Date): Promise<void> {
  await rubricAndRule({ db, actor: people.organizer, at: on }, "final-6");
}

function at(db: Db, actor: Actor, start: Date, offset: number): By {
  return { db, actor, at: new Date(start.getTime() + offset) };
}

/** The command's answer; a demo that is refused anything is a bug. */
export async function valueOrThrow<V>(result: Promise<Result<V, Refusal>>): Promise<V> {
  const answer = await result;
  if (!answer.ok) throw new Error(`the demo was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}
