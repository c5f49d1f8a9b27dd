import { beforeAll, expect, test } from "vitest";
import { addWebhook } from "~/commands/exchange/add-webhook.ts";
import { testWebhook } from "~/commands/exchange/test-webhook.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as webhooks from "./webhooks.tsx";

const database = testDatabase();
const pages = pagesOf({ "organize/editions/:edition/settings/webhooks": webhooks });
let slug: string;
let editionId: number;
let organizer: Actor;

beforeAll(async () => {
  const { edition } = await makeEdition(database.db);
  ({ slug, id: editionId } = edition);
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId }] });
});

const visit = (form?: Record<string, string>, actor: Actor | null = organizer) =>
  pages(`/organize/editions/${slug}/settings/webhooks`, { db: database.db, actor, form });

test("the secret is shown in the answer to adding the address, and never again", async () => {
  const answer = await visit({ intent: "add", url: "https://hooks.example.org/a" });
  const secret = /whsec_[A-Za-z0-9+/=]{44}/.exec(await answer.text())?.[0];
  expect([answer.status, secret?.length]).toEqual([200, 50]);
  const again = await (await visit()).text();
  expect(again).toContain("https://hooks.example.org/a");
  expect(again).not.toContain("whsec_");
  const kept = await database.db.selectFrom("webhooks").selectAll().where("editionId", "=", editionId).execute();
  expect(JSON.stringify(kept)).not.toContain(secret?.slice(6));
});

test("a new secret is shown in the answer to renewing it, and never again", async () => {
  const { id } = await database.db
    .selectFrom("webhooks")
    .select("id")
    .where("editionId", "=", editionId)
    .executeTakeFirstOrThrow();
  const secretIn = (html: string) => /whsec_[A-Za-z0-9+/=]{44}/.exec(html)?.[0];
  const first = secretIn(await (await visit({ intent: "renew", webhook: String(id) })).text());
  const second = secretIn(await (await visit({ intent: "renew", webhook: String(id) })).text());
  expect([first?.length, second?.length, first === second]).toEqual([50, 50, false]);
  expect(await (await visit()).text()).not.toContain("whsec_");
  expect((await visit({ intent: "renew", webhook: "2147483647" })).status).toBe(404);
});

test.each([
  ["https://10.0.0.1/", "这是内网地址"],
  ["http://hooks.example.org/", "请使用 https:// 地址"],
  ["hooks", "这不是完整的地址"],
  ["https://hooks.example.org/a", "该地址已登记"],
])("what is wrong with %s is said beside it, and it is still there", async (url, words) => {
  const answer = await visit({ intent: "add", url });
  const html = await answer.text();
  expect(answer.status).toBe(409);
  expect(html.split(words)).toHaveLength(3);
  expect(html).toContain(`value="${url}"`);
});

test("addresses and deliveries are listed in so many queries, however many they are", async () => {
  const { db } = database;
  const by = { db, actor: organizer };
  for (const count of [1, 3]) {
    const rows = await db.selectFrom("webhooks").select("id").where("editionId", "=", editionId).execute();
    for (let more = rows.length; more < count; more++)
      await addWebhook(by, { edition: slug, url: `https://hooks.example.org/${more}`, local: false });
    const hooks = await db.selectFrom("webhooks").select("id").where("editionId", "=", editionId).execute();
    for (const { id } of hooks) await testWebhook(by, { edition: slug, webhook: id });
    const { answer, queries } = await database.queriesOf(() => visit());
    const html = await answer.text();
    expect([count, queries.length, html.match(/测试<\/th>|>测试</g)?.length]).toEqual([count, 3, count === 1 ? 1 : 4]);
  }
});

test("nobody but who sets the edition up sees the page or acts on it", async () => {
  const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId }] });
  const elsewhere = await makeEdition(database.db);
  const other = await makePerson(database.db, { grants: [{ role: "organizer", editionId: elsewhere.edition.id }] });
  const forms: (Record<string, string> | undefined)[] = [
    undefined,
    { intent: "add", url: "https://hooks.example.org/z" },
    { intent: "end", webhook: "1" },
    { intent: "renew", webhook: "1" },
  ];
  for (const actor of [screener, other]) for (const form of forms) expect((await visit(form, actor)).status).toBe(404);
  expect((await visit(undefined, null)).status).toBe(302);
});
