import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, expect, it } from "vitest";
import { decideApplication } from "~/commands/screening/decide-application.ts";
import { personKey } from "~/routes/apply/applications/form-view.server.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { makeApplication, teamAnswers } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { loader as form } from "../applications/application.tsx";
import { loader as list } from "../applications/applications.tsx";
import { loader as preview } from "../applications/preview.tsx";
import { loader as receipt } from "../applications/receipt.tsx";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const made = await makeEdition(db);
  const editionId = made.edition.id;
  return {
    ...made,
    editionId,
    wished: await makeRound(db, { editionId, slug: "shanghai" }),
    secret: await makeRound(db, { editionId, slug: "secret", title: "SECRET-HEAT" }),
    organizer: await makePerson(db, { grants: [{ role: "organizer", editionId }] }),
  };
}
beforeAll(async () => {
  scene = await makeScene();
});

const reason = "SECRET-REASON";
const decisions = [
  { decision: "qualify", round: "secret" },
  { decision: "wait", round: "secret" },
  { decision: "ineligible", reason },
  { decision: "return", reason, corrections: [{ path: "summary", reason }] },
];

/** Everything that the pages of one applicant send to the browser, without what is each application's own. */
async function pagesOf({ code, applicant }: { code: string; applicant: Actor }): Promise<string> {
  const asked = {
    request: new Request("http://localhost/asked"),
    params: { code },
    context: { db: database.db, locale: "zh-CN", actor: async () => applicant } as AppLoadContext,
  };
  const pages = await Promise.all([list(asked), form(asked), preview(asked), receipt(asked)]);
  return JSON.stringify(pages)
    .replaceAll(code, "CODE")
    .replaceAll(applicant.email, "EMAIL")
    .replaceAll(personKey(applicant.id), "PERSON")
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID");
}

it("no page of an applicant tells a decision from another before it is announced", async () => {
  const { db } = database;
  const submittedAt = new Date("2026-11-20T06:00:00Z");
  const shown = new Set<string>();
  for (const decision of decisions) {
    const made = await makeApplication(db, {
      editionId: scene.editionId,
      roundId: scene.wished.id,
      trackId: scene.track.id,
      groupId: scene.groups.team.id,
      answers: teamAnswers,
      submittedAt,
    });
    const by = { db, actor: scene.organizer };
    expect(await decideApplication(by, { code: made.code, version: made.version, ...decision })).toMatchObject({
      ok: true,
    });
    shown.add(await pagesOf(made));
  }
  const [only = ""] = shown;
  expect([...shown]).toEqual([only]);
  expect(only).toContain("submitted");
  expect(only).not.toMatch(/SECRET/);
});
