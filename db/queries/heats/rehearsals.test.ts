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
  "scoring/deliberations: findOwnDeliberation": "of one round",
  "standings/carried: findCarryFlaws": "asks real rounds whether a round may be carried",
  "standings/carried: findNewerCarried": "of one round",
  "standings/carried: listCarriable": "lists real rounds; a rehearsal may itself carry",
  "accounts/own-data: findFinalists": "its module leaves rehearsals out where it lists rounds",
  "accounts/own-data: findOwnOffices": "what is kept of a person, rehearsals too",
  "accounts/own-data: lockOwn": "its module leaves rehearsals out where it lists rounds",
  "accounts/own-export: ownApplications": "the round of an application",
  "accounts/own-export: ownConfirmations": "the round of an application",
  "accounts/retention: eraseEdition": "erases in rehearsals as well",
  "accounts/retention: findEditionsToErase": "erases in rehearsals as well",
  "accounts/withdrawals: findGrant": "the round in which a role was granted",
  "accounts/staff: findWaitingAppointments": "the round of an invitation; nobody is invited to a rehearsal",
  "accounts/staff: findInvitation": "of one invitation",
  "accounts/staff: findTrailOverseers": "who oversees a rehearsal oversees the trail too",
  "advancement/advancement-final: findFinal": "its module leaves rehearsals out where it lists rounds",
  "advancement/advancement-lines: findLatestLine": "of one final, by its id, and the heats of its entries",
  "advancement/advancement-lines: findPastLines": "of one final, by its id, and the heats of its entries",
  "advancement/advancements: findDecisions": "its module leaves rehearsals out where it lists rounds",
  "applications/applications: applicationRows": "its module leaves rehearsals out where it lists rounds",
  "applications/applications: findChoices": "its module leaves rehearsals out where it lists rounds",
  "applications/applications: lockOpenRound": "its module leaves rehearsals out where it lists rounds",
  "applications/draft-reminders: findDueReminders": "the round of an application",
  "applications/progress: findProgressRows": "the heat of an application, beside the view",
  "audit/trail-crossing: findCrossedRelease": "of releases, which no rehearsal has",
  "audit/trail: findNamed": "its module leaves rehearsals out where it lists rounds",
  "audit/trail: numbersOfNamed": "numbers beside the keys that an entry names, as the trail shows rehearsals too",
  "audit/trail: narrowed": "its module leaves rehearsals out where it lists rounds",
  "diligence: findChecklist": "its module leaves rehearsals out where it lists rounds",
  "documents/certificates: certificates": "its module leaves rehearsals out where it lists rounds",
  "documents/round-papers: findRoundPapers": "of one round",
  "editions/edition-settings: findUsedChoices": "whether a track is used: the heat uses it too",
  "exchange/imported-applications: findImportChoices":
    "rounds that take entries: a rehearsal never does (migration 012)",
  "heats/attendances: findRunSheet": "of one round, by its id or a ticket",
  "heats/day-settings: findDaySettings": "of one round",
  "landing/landings: landingRows":
    "the round of an entry that is tracked: of a published result, which no rehearsal has",
  "mail/mail-recipients: applicationsOf": "its module leaves rehearsals out where it lists rounds",
  "mail/mail-recipients: isNamed": "the round that an application was told of",
  "mail/news: voidNewsOfRound": "of one round; a rehearsal's people are never written to",
  "mail/outbox: pending": "the round of an application",
  "mail/outbox: renewInvitations": "the rounds of mails that wait; a rehearsal's people are never written to",
  "notices/objection-reminders: findObjectionsToRemind":
    "a rehearsal's results are never published (migration 012), and nobody objects to any",
  "notices/objections: eraseObjections":
    "a rehearsal's results are never published (migration 012), and nobody objects to any",
  "notices/objections: findObjectable":
    "a rehearsal's results are never published (migration 012), and nobody objects to any",
  "notices/objections: findWaitingObjections":
    "a rehearsal's results are never published (migration 012), and nobody objects to any",
  "notices/objections: objectionRows":
    "a rehearsal's results are never published (migration 012), and nobody objects to any",
  "recommenders: findRecommended": "the round of an application",
  "releases/public-releases: readableVersions": "its module leaves rehearsals out where it lists rounds",
  "releases/result-details: findEntryPeople": "asked for a round whose results are published, which no rehearsal has",
  "releases/releases: existsPublishedIn":
    "of one round, or of rounds with a signed result; a rehearsal's is never signed (migration 012)",
  "releases/releases: findRelease":
    "of one round, or of rounds with a signed result; a rehearsal's is never signed (migration 012)",
  "releases/releases: findRoundsInRelease":
    "of one round, or of rounds with a signed result; a rehearsal's is never signed (migration 012)",
  "releases/releases: isInDraftEdition":
    "of one round, or of rounds with a signed result; a rehearsal's is never signed (migration 012)",
  "releases/signing-roles: findAllSigners": "of one round, whose page is none of a rehearsal's",
  "releases/signing-roles: findHeldRole": "of one round; a rehearsal's table is never signed (migration 012)",
  "releases/signed-tables: findTableSheets": "of one round; a rehearsal's table is never signed (migration 012)",
  "releases/signed-tables: findWordsToFreeze": "of one round; a rehearsal is never published (migration 012)",
  "review/assignments: findReviewSettings": "of one round",
  "review/shortlists: findShortlistTask": "the heat that an application wishes for",
  "review/review-progress: findReviewedApplication": "the heat that an application wishes for",
  "review/review-tasks: lockSeat": "of one judge in one review",
  "rounds/copied-rounds: copyProfiles": "of one round, or of rounds found elsewhere",
  "rounds/copied-rounds: copySeats": "of one round, or of rounds found elsewhere",
  "rounds/copied-rounds: copyRoundSetup": "of one round, or of rounds found elsewhere",
  "rounds/round-setup: findSetup": "of one round, or of rounds found elsewhere",
  "rounds/rounds: existsSlug": "of one round",
  "rounds/rounds: findBasics": "of one round",
  "rounds/rounds: findDeskEditions": "its module leaves rehearsals out where it lists rounds",
  "rounds/rounds: lockRound": "its module leaves rehearsals out where it lists rounds",
  "rounds/rounds: roundRows": "its module leaves rehearsals out where it lists rounds",
  "scoring/hall: findHallEntries": "of one round",
  "scoring/hall: findHallVote": "of one round",
  "scoring/judged-inputs: findJudgedInputs": "of one round",
  "scoring/score-table: findAllMissingSheets": "of one round",
  "scoring/score-table: findScoreTable": "of one round",
  "scoring/sheet-writes: lockedOwnSheet": "of one judge in one round",
  "scoring/sheets: findAllRoundsOfJudge":
    "the judge's own list shows the rehearsal that they take part in, by its title",
  "scoring/sheets: seatedEntries": "the judge's own list shows the rehearsal that they take part in, by its title",
  "scoring/tablets: findSeatToPair": "of one round",
  "screening/batch-work: findNextItem": "the heat that an application wishes for",
  "screening/batches: findBatch": "the heat that a batch was asked for",
  "screening/decisions: findAllDecisions": "the round of a decision",
  "screening/duplicates: findDuplicates": "the round of an application",
  "screening/screening-targets: findScreeningOf": "its module leaves rehearsals out where it lists rounds",
  "screening/screening-targets: lockRounds": "its module leaves rehearsals out where it lists rounds",
  "screening/screening-targets: targetRows": "its module leaves rehearsals out where it lists rounds",
  "standings/carried: findOrigins": "of rounds found elsewhere; what they carry is never a rehearsal's",
  "standings/rule: judged": "of rounds found elsewhere",
  "standings/score-boards: findScoreBoard": "of one round",
};

test("every module that reads rounds knows of rehearsals, or is accounted for", () => {
  const here = `${import.meta.dirname}/..`;
  // Query by query: a module holds several, and one that knows of rehearsals does not speak for its neighbour
  const queries = readdirSync(here, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .flatMap((name) =>
      readFileSync(`${here}/${name}`, "utf8")
        .split(/^(?=(?:export )?(?:async )?(?:function|const) )/m)
        .map((text) => ({ name: `${name.slice(0, -3)}: ${text.match(/(?:function|const) (\w+)/)?.[1]}`, text })),
    );
  const reading = queries.filter(({ text }) =>
    /(selectFrom|[jJ]oin)\(\s*"rounds( as \w+)?"|\b(from|join) rounds\b/.test(text),
  );
  expect(reading.length).toBeGreaterThan(60);
  // What leaves rehearsals out reads the view: nobody writes the condition anew
  const own = queries.filter(({ text }) => /rehearsalOfId", "is", null|rehearsal_of_id is null/.test(text));
  expect(own.map(({ name }) => name)).toEqual([]);
  const silent = reading.filter(({ text }) => !/rehears|wiped_?at/i.test(text)).map(({ name }) => name);
  expect(silent.sort()).toEqual(Object.keys(withoutWord).sort());
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
