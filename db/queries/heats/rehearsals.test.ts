import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Db } from "~db/client.ts";
import { makeEdition, makeHeat, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findChoices, findChosen } from "../applications/applications.ts";
import { findUsedChoices } from "../editions/edition-settings.ts";
import {
  findAllListedEditions,
  findAllListedRounds,
  findAllPublicRounds,
  findPublicAddresses,
  findPublicRound,
} from "../editions/public-editions.ts";
import { findRoundsToRank } from "../exchange/exported.ts";
import { findImportChoices } from "../exchange/imported-applications.ts";
import { findHeatsToInvite } from "../mail/mail-recipients.ts";
import {
  findAllPublished,
  findAllReadableVersions,
  findPublishedRelease,
  findPublishedStandings,
} from "../releases/public-releases.ts";
import { findDeskEditions, findDeskRounds, findRound } from "../rounds/rounds.ts";
import { findAllTargets, findRoundId } from "../screening/screening-targets.ts";
import { findAllRehearsals, insertRehearsal } from "./rehearsals.ts";

const database = testDatabase();

/** A heat that is ready and one open for registration; people with the run of the edition, everywhere, and of the one heat. */
async function editionWithHeats() {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const heat = await makeHeat(db, { editionId: edition.id, state: "ready" });
  await makeRound(db, { editionId: edition.id });
  const organizer = await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId: edition.id }] });
  const everywhere = await makePerson(db, { grants: [{ role: "organizer" }] });
  return { edition, heat, organizer, people: [organizer, heat.scorer, everywhere] };
}

/** Whatever lists or counts rounds for anybody but those who rehearse; `slug`: asked for by name, where one can. */
function lists(db: Db, editionId: number, people: { grants: never[] }[], slug: string) {
  const choices = { round: slug, track: null, group: null };
  return {
    publicRounds: () => findAllPublicRounds(db, editionId),
    publicRound: () => findPublicRound(db, slug),
    addresses: () => findPublicAddresses(db),
    published: () => findAllPublished(db, new Date(0)),
    listedEditions: () => findAllListedEditions(db),
    listedRounds: () => findAllListedRounds(db),
    listedRound: () => findAllListedRounds(db, { round: slug }),
    readableVersions: () => findAllReadableVersions(db),
    publishedRelease: () => findPublishedRelease(db, slug),
    publishedStandings: () => findPublishedStandings(db, slug),
    all: () => findRoundsToRank(db, "all"),
    named: () => findRoundsToRank(db, [slug]),
    desk: () => Promise.all(people.map((person) => findDeskRounds(db, person))),
    editions: () => Promise.all(people.map((person) => findDeskEditions(db, person))),
    targets: () => findAllTargets(db, editionId),
    roundId: () => findRoundId(db, editionId, slug),
    chosen: () => findChosen(db, editionId, choices as never),
    choices: () => findChoices(db, editionId),
    importChoices: () => findImportChoices(db, editionId),
    invitations: () => findHeatsToInvite(db, editionId),
    usedChoices: () => findUsedChoices(db, editionId),
  };
}

test("a rehearsal, living or wiped, changes no list and no count of rounds, and is found in none by its name", async () => {
  const { db } = database;
  const { edition, heat, people } = await editionWithHeats();
  const slug = `${heat.round.slug}-rehearsal-1`;
  const seen = async () => {
    const answers: Record<string, string> = {};
    for (const [name, ask] of Object.entries(lists(db, edition.id, people as never, slug)))
      answers[name] = JSON.stringify((await ask()) ?? null);
    return answers;
  };
  const before = await seen();
  const made = await db.transaction().execute((trx) => insertRehearsal(trx, heat.round.id));
  expect(made.slug).toBe(slug);
  for (const state of ["judging", "closed"]) {
    await db.updateTable("rounds").set({ state }).where("id", "=", made.id).execute();
    expect(await seen()).toEqual(before);
  }
  expect(JSON.stringify(before)).not.toContain("rehearsal");
  expect(await findRound(db, slug)).toMatchObject({ id: made.id, rehearsalOfId: heat.round.id });
  await db.updateTable("rounds").set({ wipedAt: new Date() }).where("id", "=", made.id).execute();
  expect(await seen()).toEqual(before);
  expect(await findRound(db, slug)).toBeUndefined();
});

/** Modules that read rounds and say nothing of rehearsals, each with the reason why none comes up there. */
const withoutWord: Record<string, string> = {
  "advancement-lines.ts": "of one final, by its id, and the heats of its entries",
  "attendances.ts": "of one round, by its id or a ticket",
  "batch-work.ts": "the heat that an application wishes for",
  "batches.ts": "the heat that a batch was asked for",
  "day-settings.ts": "of one round",
  "cuts.ts": "the heat that an application wishes for",
  "decisions.ts": "the round of a decision",
  "draft-reminders.ts": "the round of an application",
  "duplicates.ts": "the round of an application",
  "edition-settings.ts": "whether a track is used: the heat uses it too",
  "frozen-releases.ts": "of one round; a rehearsal is never published (migration 012)",
  "imported-applications.ts": "rounds that take entries: a rehearsal never does (migration 012)",
  "invitations.ts": "of one invitation",
  "objections.ts": "a rehearsal's results are never published (migration 012), and nobody objects to any",
  "outbox.ts": "the round of an application",
  "own-conflicts.ts": "of one judge in one review",
  "own-export.ts": "the round of an application",
  "own-offices.ts": "what is kept of a person, rehearsals too",
  "pairing.ts": "of one round",
  "recommenders.ts": "the round of an application",
  "releases.ts": "of one round, or of rounds with a signed result; a rehearsal's is never signed (migration 012)",
  "retention.ts": "erases in rehearsals as well",
  "reviewed-applications.ts": "the heat that an application wishes for",
  "round-basics.ts": "of one round",
  "round-papers.ts": "of one round",
  "round-setup.ts": "of one round, or of rounds found elsewhere",
  "rule.ts": "of rounds found elsewhere",
  "score-boards.ts": "of one round",
  "score-table.ts": "of one round",
  "sheet-writes.ts": "of one judge in one round",
  "signed-tables.ts": "of one round; a rehearsal's table is never signed (migration 012)",
  "tickets.ts": "the heat that an application's people were told of",
  "sheets.ts": "the judge's own list shows the rehearsal that they take part in, by its title",
};

test("every module that reads rounds knows of rehearsals, or is accounted for", () => {
  const here = import.meta.dirname;
  const modules = ["", "standings/", "screening-list/"].flatMap((folder) =>
    readdirSync(`${here}/${folder}`)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => ({ name, text: readFileSync(`${here}/${folder}${name}`, "utf8") })),
  );
  const reading = modules.filter(({ text }) =>
    /(selectFrom|[jJ]oin)\(\s*"rounds( as \w+)?"|\b(from|join) rounds\b/.test(text),
  );
  expect(reading.length).toBeGreaterThan(25);
  const silent = reading.filter(({ text }) => !/rehears|wiped_?at/i.test(text)).map(({ name }) => name);
  expect(silent.filter((name) => !(name in withoutWord))).toEqual([]);
});

test("a heat's rehearsals are listed with who began them, in one query however many", async () => {
  const { db } = database;
  const { heat, organizer } = await editionWithHeats();
  for (const count of [1, 3]) {
    for (let made = (await findAllRehearsals(db, heat.round.id)).length; made < count; made++) {
      await db
        .updateTable("rounds")
        .set({ wipedAt: new Date() })
        .where("rehearsalOfId", "=", heat.round.id)
        .where("wipedAt", "is", null)
        .execute();
      const { id } = await db.transaction().execute((trx) => insertRehearsal(trx, heat.round.id));
      await db
        .insertInto("auditEntries")
        .values({ command: "start-rehearsal", actorId: organizer.id, roundId: id })
        .execute();
    }
    const { answer, queries } = await database.queriesOf(() => findAllRehearsals(db, heat.round.id));
    expect(queries.length).toBe(1);
    expect(answer.map(({ startedBy, wipedAt }) => [startedBy, wipedAt === null])).toEqual(
      Array.from({ length: count }, (_, at) => ["组织者", at === 0]),
    );
  }
});
