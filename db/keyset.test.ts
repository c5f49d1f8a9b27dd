import { beforeAll, describe, expect, test } from "vitest";
import { findEditionStaffPage } from "~db/queries/accounts/staff.ts";
import { findReveals } from "~db/queries/applications/identities.ts";
import { findTrail } from "~db/queries/audit/trail.ts";
import { findLatestMailReleases } from "~db/queries/mail/mail-words.ts";
import { findLostMails, findNewestMails } from "~db/queries/mail/mails.ts";
import { findRecommended } from "~db/queries/recommenders.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { stepsOf } from "~db/testing/plans.ts";
import type { Page, PageBeside } from "./keyset.ts";

const database = testDatabase();
const moment = "timestamptz '2026-11-01 08:00:00.000123+08'";
const many = 320;

/** A list of more than three pages, of which five rows each are of one moment, a microsecond before the next five. */
interface List {
  size: number;
  /** The tables that a page is found in without reading them from end to end. */
  tables: string[];
  find: (at: PageBeside) => Promise<Page<unknown>>;
  idOf: (row: never) => string;
  /** Puts another row before all others. */
  addInFront: () => Promise<unknown>;
}

let lists: Record<string, List>;
let editionId: number;

/** Three editions with long lists, of which the first is looked at. */
beforeAll(async () => {
  const { db, sql } = database;
  const made = [];
  for (let each = 0; each < 3; each++) {
    const { edition, groups } = await makeEdition(db);
    const round = await makeRound(db, { editionId: edition.id });
    const person = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
    const application = {
      editionId: edition.id,
      groupId: groups.team.id,
      roundId: round.id,
      state: "submitted" as const,
    };
    const { id } = await makeApplication(db, application);
    const [recommender, second] = await sql<{ id: number }[]>`
      insert into recommenders (edition_id, key, name, email, locale)
      select ${edition.id}, ${`link-of-${each}-`} || n, 'R' || n, 'r@example.org', 'en' from generate_series(1, 2) n returning id`;
    await sql.unsafe(`
      insert into mails (template, recipient, locale, edition_id, state, created_at)
      select 'waiting', 'm' || n || '@example.org', 'en', ${edition.id}, case when n % 2 = 0 then 'failed' else 'queued' end,
        ${moment} - (n / 5) * interval '1 microsecond' from generate_series(1, ${2 * many}) n;
      insert into mail_releases (edition_id, kind, released_by_id)
      select ${edition.id}, 'decisions', '${person.id}' from generate_series(1, ${many}) n;
      insert into identity_reveals (application_id, revealed_by_id, reason, revealed_at)
      select ${id}, '${person.id}', 'reason', ${moment} from generate_series(1, ${many}) n;
      insert into audit_entries (at, command, edition_id, facts)
      select ${moment} - (n / 5) * interval '1 microsecond', 'erase-edition', ${edition.id}, '{}' from generate_series(1, ${many}) n;
      insert into users (id, name, email) select 'u-${each}-' || n, 'N' || n / 5, 'u-${each}-' || n || '@example.org'
      from generate_series(1, ${many}) n;
      insert into role_grants (user_id, role, edition_id) select 'u-${each}-' || n, 'scorer', ${edition.id} from generate_series(1, ${many}) n;
      insert into invitations (email, name, role, edition_id, expires_at, invited_by_id)
      select 'i' || n || '@example.org', 'N' || n / 5, 'scorer', ${edition.id}, now(), '${person.id}' from generate_series(1, ${many}) n;
      insert into applications (edition_id, code, applicant_id, state, round_id, group_id, answers, consent_version, consented_at, submitted_at, recommender_id)
      select edition_id, 'COPY${each}-' || n, applicant_id, state, round_id, group_id, answers, consent_version, consented_at,
        ${moment} - (n / 5) * interval '1 microsecond', case when n % 3 = 0 then ${second?.id} else ${recommender?.id} end
      from applications, generate_series(1, ${many}) n where id = ${id};`);
    made.push({ editionId: edition.id, application, person, ids: [recommender?.id ?? 0, second?.id ?? 0] });
  }
  await sql`analyze`;
  const [{ application, person, ids }] = made as [(typeof made)[number]];
  editionId = application.editionId;
  const byId = ({ id }: { id: number | string }) => String(id);
  const mail = { template: "waiting", recipient: "new@example.org", locale: "en", editionId, state: "failed" };
  const insertMail = () => db.insertInto("mails").values(mail).execute();
  const everywhere = { everywhere: true, editionIds: [], roundIds: [] };
  const entry = { command: "erase-edition", editionId, facts: {} };
  lists = {
    "an edition's lost mails": {
      size: 100,
      tables: ["mails"],
      find: (at) => findLostMails(db, editionId, at),
      idOf: byId,
      addInFront: insertMail,
    },
    "the outbox": {
      size: 100,
      tables: ["mails"],
      find: (at) => findNewestMails(db, at),
      idOf: byId,
      addInFront: insertMail,
    },
    "an edition's releases of mails": {
      size: 20,
      tables: ["mails", "mail_releases"],
      find: (at) => findLatestMailReleases(db, editionId, at),
      idOf: byId,
      addInFront: () =>
        db.insertInto("mailReleases").values({ editionId, kind: "decisions", releasedById: person.id }).execute(),
    },
    "what came by two links": {
      size: 50,
      tables: ["applications"],
      find: (at) => findRecommended(db, ids, at),
      idOf: ({ code }: { code: string }) => code,
      addInFront: async () => {
        const { id } = await makeApplication(db, application);
        const [recommenderId] = ids;
        await db.updateTable("applications").set({ recommenderId }).where("id", "=", id).execute();
      },
    },
    "an edition's people": {
      size: 50,
      tables: ["role_grants", "invitations"],
      find: (at) => findEditionStaffPage(db, { editionId, now: new Date() }, at),
      idOf: ({ key }: { key: string }) => key,
      addInFront: () => makePerson(db, { grants: [{ role: "conductor", editionId }] }),
    },
    "looks at identity numbers": {
      size: 100,
      tables: ["identity_reveals"],
      find: (at) => findReveals(db, editionId, at),
      idOf: byId,
      addInFront: () =>
        sql`insert into identity_reveals (application_id, revealed_by_id, reason)
          select application_id, revealed_by_id, 'reason' from identity_reveals order by id limit 1`,
    },
    "the trail": {
      size: 50,
      tables: ["audit_entries"],
      find: (at) => findTrail(db, everywhere, {}, { named: null, at, size: 50 }),
      idOf: byId,
      addInFront: () => db.insertInto("auditEntries").values(entry).execute(),
    },
  };
});

const names = [
  "an edition's lost mails",
  "the outbox",
  "an edition's releases of mails",
  "what came by two links",
  "an edition's people",
  "looks at identity numbers",
  "the trail",
];

describe.each(names)("%s", (name) => {
  const list = () => lists[name] as List;
  const ids = (page: Page<unknown>) => page.rows.map((row) => list().idOf(row as never));

  test("is walked to its last page and back, each row met once, also while rows are added in front", async () => {
    const { find, size, addInFront } = list();
    const first = await find({});
    const pages = [first];
    for (let { next } = first; next; next = pages.at(-1)?.next) {
      if (pages.length < 3) await addInFront();
      pages.push(await find({ after: next }));
    }
    expect(pages.length).toBeGreaterThan(3);
    expect(first.previous).toBeUndefined();
    expect(pages.slice(0, -1).every(({ rows }) => rows.length === size)).toBe(true);
    const there = pages.flatMap(ids);
    expect(new Set(there).size).toBe(there.length);
    expect(there.length).toBeGreaterThanOrEqual(many);
    const back = [];
    for (let page = pages.at(-1); page; page = page.previous ? await find({ before: page.previous }) : undefined)
      back.unshift(...ids(page));
    // The rows that were added in front meanwhile, and then those from before in the same order
    expect(back.slice(2)).toEqual(there);
    expect(new Set(back).size).toBe(there.length + 2);
  });

  test("takes one query a page, wherever it lies, and none of them reads a table from end to end", async () => {
    const { find, tables } = list();
    const first = await find({});
    const second = await find({ after: first.next });
    for (const at of [{}, { after: first.next }, { before: second.previous }, { after: second.next }]) {
      const { queries, answer } = await database.queriesOf(() => find(at));
      expect(queries).toHaveLength(1);
      expect(answer.rows.length).toBeGreaterThan(0);
      for (const query of queries) {
        const steps = await stepsOf(database.sql, query);
        expect(steps.filter(({ type, table }) => type === "Seq Scan" && tables.includes(table ?? ""))).toEqual([]);
      }
    }
  });

  test("has no rows behind one that there is not", async () => {
    const { find } = list();
    for (const at of [{ after: "0" }, { before: "999999999999999999" }])
      expect([at, ids(await find(at)).length]).toEqual([at, 0]);
  });
});

test.each(["an edition's lost mails", "the outbox", "what came by two links"])(
  "a page of %s reads no more than a page, however long the list is",
  async (name) => {
    const { find, size, tables } = lists[name] as List;
    await database.sql.unsafe(`
      insert into mails (template, recipient, locale, edition_id, state, created_at)
      select 'waiting', 'x@example.org', 'en', ${editionId}, case n % 10 when 0 then 'failed' else 'queued' end,
        ${moment} - n * interval '1 microsecond'
      from generate_series(1, 30000) n where (select count(*) from mails) < 5000`);
    await database.sql`analyze mails`;
    const first = await find({});
    const { queries } = await database.queriesOf(() => find({ after: first.next }));
    for (const query of queries)
      for (const { table, rows, discarded } of await stepsOf(database.sql, query))
        if (tables.includes(table ?? "")) expect(rows + discarded).toBeLessThanOrEqual(2 * (size + 1));
  },
);
