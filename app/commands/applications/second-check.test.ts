import { beforeAll, describe, expect, it } from "vitest";
import { screeningScene } from "~/testing/screening.ts";
import { findAllDecisions, findDeclinedProposals, findProposal } from "~db/queries/screening/decisions.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { confirmProposal } from "../screening/confirm-proposal.ts";
import { declineProposal } from "../screening/decline-proposal.ts";
import { withdrawProposal } from "../screening/withdraw-proposal.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof screeningScene>>;

beforeAll(async () => {
  scene = await screeningScene(database.db, { secondCheck: true });
});

const refused = (type: string) => ({ ok: false, error: { type } });

/** An application with a proposal of the first screener: into its heat, or what is given. */
async function proposed(decision?: object, capacity?: number) {
  const heat = await scene.heat({ capacity });
  const made = await scene.application({ roundId: heat.id });
  const answer = await scene.decide(made.code, decision ?? { decision: "qualify", round: heat.slug });
  const proposal = await findProposal(database.db, made.id);
  const proposedAt = proposal?.proposedAt.toISOString() ?? "";
  return { ...made, heat, answer, proposedAt };
}
const confirm = async ({ code, proposedAt }: { code: string; proposedAt: string }, actor = scene.second, more = {}) =>
  await confirmProposal({ db: database.db, actor }, { code, proposedAt, ...more });
const change = async (id: number, columns: object) =>
  await database.db.updateTable("applications").set(columns).where("id", "=", id).execute();

describe("where an edition wants a second check", () => {
  it("a decision is proposed only: state, entries, record and mail stay as they are", async () => {
    const { id, code, version, heat, answer } = await proposed();
    expect(answer).toEqual({ ok: true, value: { state: "submitted", version, entry: null, proposed: true } });
    expect(await scene.latest(code)).toMatchObject({ state: "submitted", version });
    expect(await scene.entriesOf(heat.id)).toEqual([]);
    expect(await findAllDecisions(database.db, id)).toEqual([]);
    expect(await scene.mailsOf(id)).toEqual([]);
    expect(await findProposal(database.db, id)).toMatchObject({ proposedBy: "初审员", input: { decision: "qualify" } });
  });

  it("another screener confirms it: the decision is the proposer's, checked by the other", async () => {
    const made = await proposed();
    expect(await confirm(made)).toMatchObject({ ok: true, value: { state: "qualified", proposed: false } });
    expect(await scene.entriesOf(made.heat.id)).toMatchObject([{ applicationId: made.id }]);
    expect(await findAllDecisions(database.db, made.id)).toMatchObject([
      { decision: "qualify", decidedBy: "初审员", checkedBy: "复核员" },
    ]);
    expect(await scene.mailsOf(made.id)).toMatchObject([{ template: "qualified", state: "pending" }]);
    expect(await findProposal(database.db, made.id)).toBeUndefined();
    const audit = database.db.selectFrom("auditEntries").select(["command", "actorId"]);
    expect(await audit.where("applicationId", "=", made.id).orderBy("id").execute()).toEqual([
      { command: "decide-application", actorId: scene.first.id },
      { command: "confirm-proposal", actorId: scene.second.id },
    ]);
  });

  it("nobody checks their own proposal", async () => {
    const made = await proposed();
    expect(await confirm(made, scene.first)).toEqual(refused("own-proposal"));
    const by = { db: database.db, actor: scene.first };
    expect(await declineProposal(by, { code: made.code, reason: "不对" })).toEqual(refused("own-proposal"));
  });

  it("what was read is what is confirmed: not after another submission, a withdrawal, or another proposal", async () => {
    const again = await proposed();
    const withdrawn = await proposed();
    const other = await proposed();
    await change(again.id, { submittedAt: new Date() });
    await change(withdrawn.id, { state: "withdrawn", withdrawnAt: new Date(), withdrawnReason: "另有安排" });
    await withdrawProposal({ db: database.db, actor: scene.first }, { code: other.code });
    await scene.decide(other.code, { decision: "ineligible", reason: "超龄" });
    for (const made of [again, withdrawn, other]) expect(await confirm(made)).toEqual(refused("proposal-outdated"));
  });

  it("the applicant may go on writing meanwhile: only what is handed in counts", async () => {
    const made = await proposed();
    await change(made.id, { working: { answers: {} }, version: made.version + 7 });
    expect(await confirm(made)).toMatchObject({ ok: true });
  });

  it("places are counted again when it is confirmed", async () => {
    const made = await proposed(undefined, 1);
    const other = await scene.application({ roundId: made.heat.id, state: "qualified" });
    expect(await confirm(made)).toMatchObject({ error: { type: "heat-full" } });
    await database.db.deleteFrom("entries").where("applicationId", "=", other.id).execute();
    expect(await confirm(made)).toMatchObject({ ok: true });
  });

  it("a duplicate that has qualified meanwhile has to be seen by who confirms", async () => {
    const made = await proposed();
    const { leaderName } = await scene.latest(made.code);
    const twin = { leaderName: leaderName ?? "", leaderBirthOn: "1988-02-29" };
    await scene.application({ roundId: made.heat.id, state: "qualified", answers: twin });
    expect(await confirm(made)).toMatchObject({ error: { type: "likely-duplicate" } });
    expect(await confirm(made, scene.second, { duplicatesSeen: true })).toMatchObject({ ok: true });
  });

  it("a second proposal waits until the first is confirmed, declined or out of date", async () => {
    const { id, code } = await proposed();
    const other = { decision: "ineligible", reason: "超龄" };
    expect(await scene.decide(code, other, scene.second)).toEqual({
      ok: false,
      error: { type: "proposal-waiting", proposedBy: "初审员" },
    });
    await change(id, { submittedAt: new Date() });
    expect(await scene.decide(code, other, scene.second)).toMatchObject({ ok: true });
    expect(await findProposal(database.db, id)).toMatchObject({ proposedById: scene.second.id });
  });

  it("confirmed by two at one time, it is decided once", async () => {
    const made = await proposed();
    const answers = await Promise.all([confirm(made, scene.second), confirm(made, scene.organizer)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toEqual(refused("not-found"));
    expect(await findAllDecisions(database.db, made.id)).toHaveLength(1);
  });

  it("what is refused is not even proposed", async () => {
    const heat = await scene.heat({ state: "ready" });
    const { id, code } = await scene.application({ roundId: heat.id });
    expect(await scene.decide(code, { decision: "qualify", round: heat.slug })).toEqual(refused("round-not-open"));
    expect(await findProposal(database.db, id)).toBeUndefined();
  });
});

describe("a proposal that comes to nothing", () => {
  it("is declined by another screener with a reason, or taken back by its own, and stays on record", async () => {
    const made = await proposed();
    const by = (actor: typeof scene.first) => ({ db: database.db, actor });
    expect(await declineProposal(by(scene.second), { code: made.code, reason: " " })).toMatchObject(
      refused("invalid-input"),
    );
    expect(await declineProposal(by(scene.second), { code: made.code, reason: "学位证书缺失" })).toMatchObject({
      ok: true,
    });
    await scene.decide(made.code, { decision: "ineligible", reason: "超龄" });
    expect(await withdrawProposal(by(scene.second), { code: made.code })).toEqual(refused("others-proposal"));
    expect(await withdrawProposal(by(scene.first), { code: made.code })).toMatchObject({ ok: true });
    const { answer, queries } = await database.queriesOf(() => findDeclinedProposals(database.db, made.id));
    expect(queries).toHaveLength(1);
    expect(answer).toMatchObject([
      { decision: "ineligible", proposedBy: "初审员", declinedBy: "初审员", reason: null },
      { decision: "qualify", proposedBy: "初审员", declinedBy: "复核员", reason: "学位证书缺失" },
    ]);
    expect(await scene.latest(made.code)).toMatchObject({ state: "submitted" });
    const rows = await database.db.selectFrom("auditEntries").select("facts").execute();
    expect(JSON.stringify(rows)).not.toContain("学位证书缺失");
  });
});

it("to anybody else there is no such application", async () => {
  const made = await proposed();
  const other = await screeningScene(database.db);
  const people = [
    made.applicant,
    other.second,
    await makePerson(database.db, { grants: [{ role: "scorer", editionId: scene.editionId }] }),
  ];
  for (const actor of people) {
    const by = { db: database.db, actor };
    expect(await confirm(made, actor)).toEqual(refused("not-found"));
    expect(await declineProposal(by, { code: made.code, reason: "x" })).toEqual(refused("not-found"));
    expect(await withdrawProposal(by, { code: made.code })).toEqual(refused("not-found"));
  }
});
