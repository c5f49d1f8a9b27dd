import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as recommended from "../../public/recommenders/recommended.tsx";
import * as people from "../accounts/people.tsx";
import * as listFile from "../exchange/list-file.ts";
import * as reveals from "../stage/reveals.tsx";
import * as bounces from "./bounces.tsx";
import * as outbox from "./outbox.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/editions/:edition/mail": outbox,
  "organize/editions/:edition/mail/bounces": bounces,
  "organize/editions/:edition/lists/:file": listFile,
  "organize/editions/:edition/reveals": reveals,
  "organize/editions/:edition/settings/people": people,
  recommend: recommended,
});
const many = 230;
let organizer: Actor;
let slug: string;

const lists = ["/mail", "/mail/bounces", "/reveals", "/settings/people", "/recommend"];
const addressOf = (list: string) => (list === "/recommend" ? list : `/organize/editions/${slug}${list}`);
const open = (address: string) => pages(address, { db: database.db, actor: organizer });

beforeAll(async () => {
  const { db, sql } = database;
  const { edition, groups } = await makeEdition(db);
  slug = edition.slug;
  const round = await makeRound(db, { editionId: edition.id });
  organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const given = { editionId: edition.id, groupId: groups.team.id, roundId: round.id };
  const { id } = await makeApplication(db, { ...given, state: "submitted" });
  await sql.unsafe(`
    insert into recommenders (edition_id, key, name, email, locale)
    select ${edition.id}, 'link-' || n, '机构' || n, '${organizer.email}', 'en' from generate_series(1, 2) n;
    insert into mails (template, recipient, locale, edition_id, state)
    select 'waiting', 'm' || n || '@example.org', 'en', ${edition.id}, 'failed' from generate_series(1, ${many}) n;
    insert into mail_releases (edition_id, kind, released_by_id)
    select ${edition.id}, 'decisions', '${organizer.id}' from generate_series(1, ${many}) n;
    insert into identity_reveals (application_id, revealed_by_id, reason)
    select ${id}, '${organizer.id}', '核对第 ' || n || ' 次' from generate_series(1, ${many}) n;
    insert into invitations (email, name, role, edition_id, expires_at, invited_by_id)
    select 'i' || n || '@example.org', case n % 2 when 0 then '偶' else 'Odd ' end || n, 'scorer', ${edition.id}, now(), '${organizer.id}'
    from generate_series(1, ${many}) n;
    insert into applications (edition_id, code, applicant_id, state, announced_state, round_id, group_id, answers, consent_version, consented_at,
      submitted_at, recommender_id)
    select edition_id, 'COPY-' || n, applicant_id, state, 'submitted', round_id, group_id, answers || jsonb_build_object('projectTitle', '项目' || n),
      consent_version, consented_at, submitted_at, (select id from recommenders where key = 'link-' || 1 + n % 2)
    from applications, generate_series(1, ${many}) n where id = ${id};`);
});

/** The words of each row of a page's last table, and where the page's links lead. */
async function read(address: string) {
  const answer = await open(address);
  expect([address, answer.status]).toEqual([address, 200]);
  const html = await answer.text();
  const body = html.slice(html.lastIndexOf("<tbody"), html.lastIndexOf("</tbody>"));
  const rows = body.match(/<th scope="row"[\s\S]*?<\/tr>/g) ?? [];
  const link = (rel: string) => {
    const [tag = ""] = new RegExp(`<a [^>]*rel="${rel}"[^>]*>`).exec(html) ?? [];
    return /href="([^"]*)"/.exec(tag)?.[1]?.replaceAll("&amp;", "&");
  };
  return {
    html,
    rows: rows.map((row) => row.replace(/<[^>]*>/g, " ").trim()),
    next: link("next"),
    previous: link("prev"),
  };
}

describe.each(lists)("the list at …%s", (list) => {
  test("is read to its last row by its links, and back to its first page", async () => {
    const found: string[] = [];
    const firsts: (string | undefined)[] = [];
    let last = addressOf(list);
    for (let address: string | undefined = last; address; ) {
      const page = await read(address);
      found.push(...page.rows);
      firsts.push(page.rows[0]);
      last = address;
      address = page.next;
    }
    expect(found.length).toBeGreaterThanOrEqual(many);
    expect(new Set(found).size).toBe(found.length);
    const back: (string | undefined)[] = [];
    for (let address: string | undefined = last; address; ) {
      const page = await read(address);
      back.unshift(page.rows[0]);
      address = page.previous;
    }
    expect(back).toEqual(firsts);
  });

  test("answers a page that there is not with the first one", async () => {
    const { rows } = await read(addressOf(list));
    for (const query of [
      "after=x",
      "after=0",
      "after=%00",
      "before=999999999999999999",
      "after=role-999999999",
      "before=invitation-0",
      "after=9999999999999999999999",
      "after=COPY-0'--",
      "before=",
    ])
      expect((await read(`${addressOf(list)}?${query}`)).rows).toEqual(rows);
  });
});

test("people are found by a part of the name or the address, page by page, and leave as they are found", async () => {
  const address = `/organize/editions/${slug}/settings/people`;
  const found: string[] = [];
  for (let at: string | undefined = `${address}?q=odd`; at; ) {
    const page = await read(at);
    expect(page.html).toContain('name="q"');
    expect(page.html).not.toContain(">偶");
    found.push(...page.rows);
    at = page.next;
    if (at) expect(at).toContain("q=odd");
  }
  expect(found).toHaveLength(many / 2);
  expect((await read(`${address}?q=I7%40EXAMPLE`)).rows).toHaveLength(1);
  expect((await read(`${address}?q=%00%25`)).rows).toHaveLength(0);
  expect(await (await open(`${address}?q=nobody`)).text()).toContain("没有这样的姓名或邮箱");
  const file = await open(`/organize/editions/${slug}/lists/people.csv?column=person&q=odd`);
  expect(parse(await file.text(), { bom: true })).toHaveLength(1 + many / 2);
});

test("whoever withdraws an invitation comes back to the page of the search where it stood", async () => {
  const address = `/organize/editions/${slug}/settings/people?q=odd`;
  const { next = "", rows } = await read(address);
  const { html } = await read(next);
  const [, intent = ""] = /value="(invitation-\d+)"/.exec(html) ?? [];
  const form = { intent, id: intent.slice("invitation-".length), reason: "不再需要", idempotencyKey: intent };
  const answer = await pages(`${next}&saved=1`, { db: database.db, actor: organizer, form });
  const there = answer.headers.get("Location") ?? "";
  expect([answer.status, there]).toEqual([303, `${next}&withdrawn=1`]);
  const back = await read(there);
  expect(back.rows.length).toBe(rows.length);
  expect(back.next).not.toContain("withdrawn");
  expect(back.html).not.toContain(`value="${intent}"`);
});

test("every mail that was lost leaves with the list, however many", async () => {
  const { sql } = database;
  await sql`insert into mails (template, recipient, locale, edition_id, state)
    select template, recipient, locale, edition_id, state from mails, generate_series(1, 3) where state = 'failed'`;
  const file = await open(`/organize/editions/${slug}/lists/bounces.csv?column=recipient`);
  const rows = parse(await file.text(), { bom: true }) as string[][];
  expect(rows).toHaveLength(1 + 4 * many);
  expect(new Set(rows.flat()).size).toBe(1 + many);
});
