import { beforeAll, expect, test } from "vitest";
import * as apply from "~/routes/apply/applications/application.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { vault } from "~/services/vault/vault.ts";
import { pagesOf } from "~/testing/pages.ts";
import { upsertIdentity } from "~db/queries/applications/identities.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import * as identity from "../applications/identity.tsx";
import * as reveals from "../stage/reveals.tsx";
import * as detail from "./detail.tsx";
import * as list from "./list.tsx";

const database = testDatabase();
const ask = pagesOf({
  "apply/:code": apply,
  "organize/editions/:edition/applications": list,
  "organize/editions/:edition/reveals": reveals,
  "organize/applications/:code": detail,
  "organize/applications/:code/identity": identity,
});
const number = "11010519491231002X";
const reason = "核对证件照片";
let organizer: Actor;
let applicant: Actor;
let code: string;

beforeAll(async () => {
  const { edition, groups } = await makeEdition(database.db, { slug: "masked" });
  const round = await makeRound(database.db, { editionId: edition.id });
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const made = await makeApplication(database.db, {
    editionId: edition.id,
    roundId: round.id,
    groupId: groups.team.id,
    answers: { identityKind: "resident-id" },
  });
  ({ code, applicant } = made);
  const kept = { kind: "resident-id", ...vault().seal("resident-id", number) };
  await database.db
    .transaction()
    .execute((trx) => upsertIdentity(trx, { applicationId: made.id, ...kept, at: new Date() }));
});

test("no page shows the number: not the list, not the application to its screener or its applicant", async () => {
  for (const [path, actor] of [
    ["/organize/editions/masked/applications", organizer],
    ["/organize/editions/masked/reveals", organizer],
    [`/organize/applications/${code}`, organizer],
    [`/organize/applications/${code}/identity`, organizer],
    [`/apply/${code}`, applicant],
  ] as const) {
    const answer = await ask(path, { db: database.db, actor });
    const page = await answer.text();
    expect([path, answer.status, page.includes(number)]).toEqual([path, 200, false]);
    expect(page, path).not.toContain(number.slice(4, -2));
  }
});

test("the number is shown as the answer to a reason, once, and nobody keeps that answer", async () => {
  const path = `/organize/applications/${code}/identity`;
  const without = await ask(path, { db: database.db, actor: organizer, form: { reason: "" } });
  expect([without.status, (await without.text()).includes(number)]).toEqual([422, false]);
  const answer = await ask(path, { db: database.db, actor: organizer, form: { reason } });
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(await answer.text()).toContain(number);
  const again = await ask(path, { db: database.db, actor: organizer });
  expect(await again.text()).not.toContain(number);
  const all = await ask("/organize/editions/masked/reveals", { db: database.db, actor: organizer });
  expect(await all.text()).toContain(reason);
  expect(await placesOfWords(database.db, number)).toEqual([]);
});

test("who may not screen finds neither the number nor the list of looks", async () => {
  const { editionId } = organizer.grants[0] ?? { editionId: null };
  const judge = await makePerson(database.db, { grants: [{ role: "judge", editionId: editionId ?? 0 }] });
  const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: editionId ?? 0 }] });
  const path = `/organize/applications/${code}/identity`;
  for (const actor of [judge, applicant]) {
    expect((await ask(path, { db: database.db, actor })).status).toBe(404);
    expect((await ask(path, { db: database.db, actor, form: { reason } })).status).toBe(404);
  }
  expect((await ask("/organize/editions/masked/reveals", { db: database.db, actor: screener })).status).toBe(404);
});
