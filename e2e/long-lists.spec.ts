import type { Page } from "@playwright/test";
import { connect, type Database } from "../db/client.ts";
import { type Embedded, embeddedPostgres } from "../db/embedded.ts";
import { makeEdition, makeRound } from "../db/seed/factories/heats.ts";
import { makeManyApplications } from "../db/seed/factories/many-applications.ts";
import { product } from "./product.ts";
import { expect, expectAccessible, expectNoSidewaysScroll, test } from "./stage.ts";

const person = "organizer@demo.example";
const many = 230;
let server: Embedded;
let database: Database;
let desk: string;

/** An edition whose organizer recommends as well, with long lists in it. */
test.beforeAll(async () => {
  server = await embeddedPostgres(`${product.folder}/postgres`);
  database = connect(server.url(), { max: 2 });
  const { db, sql } = database;
  const slug = `long-${Date.now().toString(36)}`;
  const { edition, groups, track } = await makeEdition(db, {
    slug,
    title: "名单很长的一届",
    titleEn: "A long edition",
  });
  desk = `/organize/editions/${slug}`;
  const round = await makeRound(db, { editionId: edition.id, slug: `${slug}-heat` });
  const made = { editionId: edition.id, count: many, roundIds: [round.id], trackIds: [track.id] };
  await makeManyApplications(db, { ...made, groupIds: { company: groups.company.id, team: groups.team.id } });
  const [organizer] = await sql<{ id: string }[]>`select id from users where email = ${person}`;
  const id = organizer?.id ?? "";
  await sql`insert into role_grants (user_id, role, edition_id) values (${id}, 'organizer', ${edition.id})`;
  await sql`
    insert into recommenders (edition_id, key, name, name_en, email, locale)
    values (${edition.id}, ${slug}, '菰城校友会', 'Gucheng Alumni', ${person}, 'zh-CN')`;
  await sql`
    update applications set announced_state = state, recommender_id = (select id from recommenders where key = ${slug})
    where edition_id = ${edition.id}`;
  await sql`
    insert into mails (template, recipient, locale, edition_id, application_id, state, delivery, delivery_detail, sent_at, created_at)
    select 'waiting', 'lost' || id || '@example.org', 'zh-CN', edition_id, id, 'sent', 'bounced', 'no such user', now(),
      timestamptz '2026-01-01' + id * interval '1 minute'
    from applications where edition_id = ${edition.id}`;
  await sql`
    insert into mail_releases (edition_id, kind, released_by_id)
    select ${edition.id}, 'decisions', ${id} from generate_series(1, ${many})`;
  await sql`
    insert into invitations (email, name, role, edition_id, expires_at, invited_by_id)
    select 'guest' || n || '@example.org', '计分员' || n, 'scorer', ${edition.id}, now() + interval '1 day', ${id}
    from generate_series(1, ${many}) n`;
});

test.afterAll(async () => {
  await database.sql`update recommenders set ended_at = now() where email = ${person}`;
  await database.end();
  await server.leave();
});

const lists = ["/outbox", "/mail", "/mail/bounces", "/settings/people", "/recommend"];
const addressOf = (list: string) => (["/outbox", "/recommend"].includes(list) ? list : desk + list);
const namesOf = (page: Page) => page.getByRole("main").getByRole("rowheader").allInnerTexts();
const words = {
  "zh-CN": { next: "下一页", previous: "上一页", first: "首页" },
  en: { next: "Next page", previous: "Previous page", first: "First page" },
};

for (const [screen, locale] of [
  ["phone", "zh-CN"],
  ["desktop", "en"],
] as const)
  test(`long lists are turned page by page: ${screen}, ${locale}`, async ({ visitor }) => {
    test.slow();
    const page = await visitor({ as: person, screen, locale });
    const pages = page
      .getByRole("main")
      .getByRole("navigation", { name: locale === "en" ? "Pages" : "翻页", exact: true });
    const turn = async (to: keyof (typeof words)["en"]) => {
      const before = page.url();
      const doors = () => pages.getByRole("link").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
      const old = await doors();
      await pages.getByRole("link", { name: words[locale][to] }).click();
      await expect(page).not.toHaveURL(before);
      // The address changes before the page does, whose links lead elsewhere until then
      await expect.poll(doors).not.toEqual(old);
    };
    for (const list of lists) {
      await page.goto(addressOf(list));
      await expect(pages.getByRole("link")).toHaveCount(1);
      const first = await namesOf(page);
      await turn("next");
      await expect(pages.getByRole("link", { name: words[locale].previous })).toBeVisible();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await turn("next");
      await turn("previous");
      await turn("first");
      await expect.poll(() => namesOf(page)).toEqual(first);
      await expect(pages.getByRole("link")).toHaveCount(1);
    }
  });

test("without a script the search for a person is turned page by page, too", async ({ visitor }) => {
  const page = await visitor({ as: person, javaScript: false });
  await page.goto(`${desk}/settings/people`);
  await page.getByRole("searchbox", { name: "姓名或邮箱的一部分" }).fill("GUEST1");
  await page.getByRole("button", { name: "搜索" }).click();
  await expect(page.getByRole("link", { name: "显示所有人" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("rowheader")).toHaveCount(50);
  const first = await namesOf(page);
  await page.getByRole("link", { name: "下一页" }).click();
  await expect(page.getByRole("link", { name: "上一页" })).toBeVisible();
  const second = await namesOf(page);
  expect([...first, ...second].every((name) => name.startsWith("计分员1"))).toBe(true);
  expect(new Set([...first, ...second]).size).toBe(100);
  await expect(page.getByRole("searchbox", { name: "姓名或邮箱的一部分" })).toHaveValue("GUEST1");
  await page.getByRole("link", { name: "显示所有人" }).click();
  await expect(page.getByRole("link", { name: "上一页" })).toBeHidden();
  await page.getByRole("searchbox", { name: "姓名或邮箱的一部分" }).fill("nobody@nowhere");
  await page.getByRole("button", { name: "搜索" }).click();
  await expect(page.getByText("没有这样的姓名或邮箱")).toBeVisible();
});
