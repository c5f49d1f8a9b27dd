import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, describe, expect, it } from "vitest";
import { loader as detail } from "~/routes/organize/screening/detail.tsx";
import { loader as list } from "~/routes/organize/screening/list.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { loader as form } from "./application.tsx";
import { loader as preview } from "./preview.tsx";
import { loader as receipt } from "./receipt.tsx";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const other = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id, state: "screening" });
  const applicant = await makePerson(db);
  const about = { editionId: edition.id, roundId: round.id, groupId: groups.team.id, applicant };
  const grant = async (role: "organizer" | "scorer" | "supervisor", editionId: number) =>
    await makePerson(db, { grants: [{ role, editionId }] });
  return {
    edition,
    applicant,
    submitted: await makeApplication(db, about),
    draft: await makeApplication(db, { ...about, state: "draft" }),
    organizer: await grant("organizer", edition.id),
    others: [
      await makePerson(db),
      await grant("scorer", edition.id),
      await grant("supervisor", edition.id),
      await grant("organizer", other.edition.id),
      await makePerson(db, { grants: [{ role: "judge", roundId: round.id }] }),
    ],
  };
}

beforeAll(async () => {
  scene = await makeScene();
});

const routeArgs = (actor: Actor | null, params: Record<string, string>) => ({
  request: new Request("http://localhost/asked"),
  params,
  context: { db: database.db, locale: "zh-CN", actor: async () => actor } as AppLoadContext,
});

type Loader = typeof form | typeof preview | typeof receipt | typeof detail | typeof list;

/** 200 for an answer, else the status of what was thrown. */
async function statusOf(loader: Loader, actor: Actor | null, params: Record<string, string>): Promise<number> {
  try {
    await loader(routeArgs(actor, params));
    return 200;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}

describe("an application", () => {
  it("is open to its applicant, and to nobody else: form, preview and receipt", async () => {
    const { applicant, organizer, others, submitted, draft } = scene;
    for (const { code } of [submitted, draft]) {
      // A draft leads on to the step where something is missing
      expect(await statusOf(form, applicant, { code })).toBe(code === draft.code ? 302 : 200);
      expect(await statusOf(preview, applicant, { code })).toBe(200);
      for (const person of [organizer, ...others]) {
        expect(await statusOf(form, person, { code })).toBe(404);
        expect(await statusOf(receipt, person, { code })).toBe(404);
        expect(await statusOf(preview, person, { code })).toBe(404);
      }
    }
    expect(await statusOf(form, applicant, { code: "WX6-NOBODY" })).toBe(404);
  });

  it("is open to the edition's organizers once it was submitted, and to no other role", async () => {
    const { applicant, organizer, others, submitted, draft, edition } = scene;
    expect(await statusOf(detail, organizer, { code: submitted.code })).toBe(200);
    expect(await statusOf(detail, organizer, { code: draft.code })).toBe(404);
    expect(await statusOf(list, organizer, { edition: edition.slug })).toBe(200);
    for (const person of [applicant, ...others]) {
      expect(await statusOf(detail, person, { code: submitted.code })).toBe(404);
      expect(await statusOf(list, person, { edition: edition.slug })).toBe(404);
    }
  });

  it("leads whoever is not signed in to the sign-in page", async () => {
    expect(await statusOf(form, null, { code: scene.submitted.code })).toBe(302);
    expect(await statusOf(detail, null, { code: scene.submitted.code })).toBe(302);
    expect(await statusOf(list, null, { edition: scene.edition.slug })).toBe(302);
  });
});
