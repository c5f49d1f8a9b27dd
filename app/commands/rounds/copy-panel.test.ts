import { describe, expect, test } from "vitest";
import * as newRound from "~/routes/organize/rounds/new-round.tsx";
import * as panelPage from "~/routes/organize/rounds/panel.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { makeEdition, makeHeat, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { copyPanel } from "./copy-panel.ts";
import { createRound } from "./create-round.ts";
import { invitePanel } from "./invite-panel.ts";
import { seatJudge } from "./seat-judge.ts";

const database = testDatabase();
const at = new Date("2026-11-20T01:00:00Z");
let made = 0;

/** A heat with a panel of three, whose first is the head, and an empty one beside it. */
async function twoHeats() {
  const { edition } = await makeEdition(database.db);
  const heat = await makeHeat(database.db, { editionId: edition.id, entries: 0, state: "ready" });
  const empty = await makeRound(database.db, { editionId: edition.id, state: "screening" });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  return { edition, heat, empty, by: { db: database.db, actor, at } };
}

const panelOf = (roundId: number) => findPanel(database.db, roundId, at);
const invitationsOf = (roundId: number) =>
  database.db
    .selectFrom("invitations")
    .select(["email", "role"])
    .where("roundId", "=", roundId)
    .orderBy("id")
    .execute();

describe("a panel that is copied", () => {
  test("has the same people, its head judge too, who are all invited at once", async () => {
    const { heat, empty, by } = await twoHeats();
    expect(await copyPanel(by, { round: empty.slug, from: heat.round.slug, invite: true })).toMatchObject({
      value: { seated: 3, invited: 3 },
    });
    const emails = heat.seats.map(({ actor }) => actor.email);
    expect(await panelOf(empty.id)).toMatchObject([
      { key: "J1", name: heat.seats[0]?.name, email: emails[0], head: true, userId: null, invitation: "sent" },
      { key: "J2", email: emails[1], head: false, invitation: "sent" },
      { key: "J3", email: emails[2], head: false, invitation: "sent" },
    ]);
    expect(await invitationsOf(empty.id)).toEqual(emails.map((email) => ({ email, role: "judge" })));
  });

  test("invites nobody where that is not asked; one button then writes to all whom no standing invitation has reached", async () => {
    const { heat, empty, by } = await twoHeats();
    await copyPanel(by, { round: empty.slug, from: heat.round.slug });
    expect(await invitationsOf(empty.id)).toEqual([]);
    expect((await panelOf(empty.id)).map(({ email }) => email)).toEqual(heat.seats.map(({ actor }) => actor.email));
    expect(await invitePanel(by, { round: empty.slug })).toMatchObject({ value: { invited: 3 } });
    expect(await invitePanel(by, { round: empty.slug })).toMatchObject({ error: { type: "nobody-to-invite" } });
    // Two weeks later nobody has answered
    const later = { ...by, at: new Date(at.getTime() + 15 * 86_400_000) };
    expect(await invitePanel(later, { round: empty.slug })).toMatchObject({ value: { invited: 3 } });
  });

  test("adds nobody twice, by whichever way they came, and leaves out who was taken off", async () => {
    const { heat, empty, by } = await twoHeats();
    const [first, second] = heat.seats;
    if (!first || !second) throw new Error("no seats");
    await seatJudge(by, { round: empty.slug, name: "同一人", email: second.actor.email });
    await database.db
      .updateTable("panelMembers")
      .set({ removedAt: at, head: false })
      .where("id", "=", first.id)
      .execute();
    expect(await copyPanel(by, { round: empty.slug, from: heat.round.slug })).toMatchObject({ value: { seated: 1 } });
    expect(await copyPanel(by, { round: empty.slug, from: heat.round.slug })).toMatchObject({
      error: { type: "nobody-to-copy" },
    });
    // Whoever was copied and not invited yet is known by address all the same
    const third = heat.seats[2]?.actor.email;
    expect(await seatJudge(by, { round: empty.slug, name: "再来", email: third })).toMatchObject({
      error: { type: "already-seated" },
    });
  });

  test("can be copied on before anybody was invited", async () => {
    const { edition, heat, empty, by } = await twoHeats();
    const third = await makeRound(database.db, { editionId: edition.id, state: "screening" });
    await copyPanel(by, { round: empty.slug, from: heat.round.slug });
    await copyPanel(by, { round: third.slug, from: empty.slug });
    expect((await panelOf(third.id)).map(({ email }) => email)).toEqual(heat.seats.map(({ actor }) => actor.email));
  });

  test("is refused to whoever does not set up the other round too, and after the scoring", async () => {
    const { heat, edition, by } = await twoHeats();
    const other = await twoHeats();
    expect(await copyPanel(by, { round: other.empty.slug, from: heat.round.slug })).toMatchObject({
      error: { type: "not-found" },
    });
    expect(await copyPanel(other.by, { round: other.empty.slug, from: heat.round.slug })).toMatchObject({
      error: { type: "not-found" },
    });
    const closed = await makeRound(database.db, { editionId: edition.id, state: "closed" });
    expect(await copyPanel(by, { round: closed.slug, from: heat.round.slug })).toMatchObject({
      error: { type: "round-not-open" },
    });
  });

  test("is offered on the page of the panel, and says how many came", async () => {
    const { heat, empty, by } = await twoHeats();
    const page = pagesOf({ "/organize/rounds/:round/panel": panelPage });
    const path = `/organize/rounds/${empty.slug}/panel`;
    expect(await (await page(path, by)).text()).toContain(`value="${heat.round.slug}"`);
    const answer = await page(path, { ...by, form: { intent: "copy", from: heat.round.slug } });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${path}?done=copied&judge=&seated=3`]);
    const shown = await (await page(`${path}?done=copied&judge=&seated=3`, by)).text();
    expect(shown).toContain("已加入3位评委");
    expect(shown).toContain("有3位评委还没有有效的邀请");
  });
});

describe("a round that begins from another one", () => {
  const basics = (kind = "heat") => ({ slug: `copied-${process.pid}-${++made}`, kind, title: "杭州城市赛" });

  test("has its rubric, rule and way of the day, and its panel where that is asked; its own name and no date", async () => {
    const { edition, heat, by } = await twoHeats();
    await database.db
      .updateTable("rounds")
      .set({ warnSeconds: 30, scoringByProject: true, freezeAfter: 4 })
      .where("id", "=", heat.round.id)
      .execute();
    const input = basics();
    expect(
      await createRound(by, { edition: edition.slug, basics: input, from: heat.round.slug, panel: true }),
    ).toMatchObject({ ok: true });
    const round = await database.db
      .selectFrom("rounds")
      .selectAll()
      .where("slug", "=", input.slug)
      .executeTakeFirstOrThrow();
    expect(round).toMatchObject({ title: "杭州城市赛", state: "draft", startsAt: null, city: null });
    expect(round).toMatchObject({ warnSeconds: 30, scoringByProject: true, freezeAfter: 4 });
    expect(await findRubric(database.db, round.id)).toEqual(await findRubric(database.db, heat.round.id));
    expect(await findRule(database.db, round.id)).toEqual(await findRule(database.db, heat.round.id));
    expect(await findSetup(database.db, round.id)).toMatchObject({ judges: 3, hasHead: true, entries: 0 });
    expect(await invitationsOf(round.id)).toEqual([]);
    const alone = basics();
    await createRound(by, { edition: edition.slug, basics: alone, from: heat.round.slug });
    const { id } = await database.db
      .selectFrom("rounds")
      .select("id")
      .where("slug", "=", alone.slug)
      .executeTakeFirstOrThrow();
    expect(await findSetup(database.db, id)).toMatchObject({ judges: 0, hasRule: true });
  });

  test("does not begin from a round of an edition that one does not set up", async () => {
    const { edition, by } = await twoHeats();
    const other = await twoHeats();
    const input = { edition: edition.slug, basics: basics(), from: other.heat.round.slug };
    expect(await createRound(by, input)).toMatchObject({ error: { type: "not-found" } });
  });

  test("shows on its form what it takes over, and what was typed when it is refused", async () => {
    const { edition, heat, by } = await twoHeats();
    await database.db.updateTable("rounds").set({ pitchMinutes: 6 }).where("id", "=", heat.round.id).execute();
    const page = pagesOf({ "/organize/editions/:edition/new-round": newRound });
    const path = `/organize/editions/${edition.slug}/new-round?from=${heat.round.slug}`;
    const shown = await (await page(path, by)).text();
    expect(shown).toContain(`将按“${heat.round.title}”建立`);
    expect(shown).toMatch(/name="pitchMinutes"[^>]*value="6"/);
    const form = { from: heat.round.slug, title: "南京", slug: "Not a slug", kind: "heat" };
    const refused = await page(path, { ...by, form });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('value="Not a slug"');
  });
});
