import type { RouteConfigEntry } from "@remix-run/route-config";
import { beforeAll, expect, test } from "vitest";
import * as findIdentity from "~/routes/organize/applications/find-identity.tsx";
import * as trailFile from "~/routes/organize/audit/trail-file.ts";
import * as diligenceFile from "~/routes/organize/diligence/diligence-file.ts";
import * as documentFile from "~/routes/organize/documents/document-file.ts";
import * as marksFile from "~/routes/organize/documents/marks-file.ts";
import * as paperFile from "~/routes/organize/documents/paper-file.ts";
import * as workbookFile from "~/routes/organize/documents/workbook-file.ts";
import * as exportFile from "~/routes/organize/exchange/export-file.ts";
import * as listFile from "~/routes/organize/exchange/list-file.ts";
import * as template from "~/routes/organize/exchange/template.ts";
import * as archive from "~/routes/organize/files/archive.ts";
import * as landingFile from "~/routes/organize/landing/landing-file.ts";
import * as objectionFile from "~/routes/organize/notices/objection-file.ts";
import routes from "~/routes.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeLandings } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeObjection } from "~db/seed/factories/objections.ts";
import { testDatabase } from "~db/testing/database.ts";

const database = testDatabase();

interface Example {
  module: object;
  path: string;
}

/** What asks who one is, with an address of it; a supervisor's where an organizer has nothing there. */
const asks: Record<string, Example & { of?: "supervisor" }> = {
  "organize/editions/:edition/attachments.zip": { module: archive, path: "/organize/editions/E/attachments.zip" },
  "organize/editions/:edition/applications.csv": {
    module: exportFile,
    path: "/organize/editions/E/applications.csv?column=code",
  },
  "organize/editions/:edition/applications.xlsx": {
    module: exportFile,
    path: "/organize/editions/E/applications.xlsx?column=code",
  },
  "organize/editions/:edition/diligence/:entry/files/:file": {
    module: diligenceFile,
    path: "/organize/editions/E/diligence/1/files/1",
  },
  "organize/editions/:edition/landing/:number/files/:file": {
    module: landingFile,
    path: "/organize/editions/E/landing/1/files/1",
  },
  "organize/editions/:edition/lists/:file": { module: listFile, path: "/organize/editions/E/lists/recommenders.csv" },
  "organize/objections/:receipt/files/:file": {
    module: objectionFile,
    path: "/organize/objections/O/files/1",
    of: "supervisor",
  },
  "organize/rounds/:round/sheets.pdf": { module: paperFile, path: "/organize/rounds/R/sheets.pdf" },
  "organize/rounds/:round/slips.pdf": { module: paperFile, path: "/organize/rounds/R/slips.pdf" },
  "organize/rounds/:round/summary.pdf": { module: paperFile, path: "/organize/rounds/R/summary.pdf" },
  "organize/rounds/:round/certificates.pdf": { module: documentFile, path: "/organize/rounds/R/certificates.pdf" },
  "organize/rounds/:round/standings.xlsx": { module: workbookFile, path: "/organize/rounds/R/standings.xlsx" },
  "organize/rounds/:round/marks.csv": { module: marksFile, path: "/organize/rounds/R/marks.csv" },
  "organize/trail.csv": { module: trailFile, path: "/organize/trail.csv" },
};

/** Files that are given to whoever may have them, at any hour, each with its reason. */
const open: Record<string, Example & { why: string }> = {
  "organize/editions/:edition/import/template": {
    module: template,
    path: "/organize/editions/E/import/template",
    why: "an empty workbook",
  },
  "organize/rounds/:round/blank-sheets.pdf": {
    module: paperFile,
    path: "/organize/rounds/R/blank-sheets.pdf",
    why: "empty sheets, needed at once when tablets fail",
  },
  "organize/rounds/:round/awards.pdf": {
    module: documentFile,
    path: "/organize/rounds/R/awards.pdf",
    why: "of a published result",
  },
  "organize/rounds/:round/notice.pdf": {
    module: documentFile,
    path: "/organize/rounds/R/notice.pdf",
    why: "of a published result",
  },
};

/** What else is no page, each with its reason. */
const others: Record<string, string> = {
  "organize/editions/:edition/applications/duplicates": "what the list shows beside its rows, for its script",
  "organize/rounds/:round/standings/changes": "what the page of the standings shows, line by line, for its script",
  "account/active": "says nothing",
  "account/data/export": "asks, by a form: confirm.test.ts",
  "account/passkeys/challenge": "a challenge",
  "account/sessions": "leads back",
  "api/*": "for machines, public",
  "apply/:code/attachments": "one's own",
  "apply/:code/certificates/:serial": "one's own",
  "apply/:code/draft": "one's own",
  "editions/:edition/files/:file": "public",
  "files/:id": "asks for a proof of identity alone, what projects hand in is read all day: serving.test.ts",
  "files/:id/preview": "as files/:id",
  "heats/:round/calendar.ics": "public",
  "heats/:round/card.png": "public",
  "judge/*": "the judge's own sheet",
  locale: "a language",
  "organize/editions/:edition/mail/mails/:mail/html": "the inside of a page's frame",
  "organize/editions/:edition/mail/preview": "the inside of a page's frame",
  "organize/rounds/:round/conduct/step": "a step on the stage",
  "organize/rounds/:round/hall-cards.pdf": "codes that belong to nobody, from the browser that made them",
  "organize/rounds/:round/parts.csv": "the projects of a round with points that no judge gives; no person in it",
  "organize/rounds/:round/papers/:paper/photo": "a picture within the page of a sheet",
  "outbox/:id/html": "the demo's",
  "results/*": "public",
  "robots.txt": "public",
  "sign-in/demo": "the demo's",
  "sign-out": "leads away",
  "sitemap.xml": "public",
};

const pages = pagesOf({
  ...Object.fromEntries([...Object.entries(asks), ...Object.entries(open)].map(([path, { module }]) => [path, module])),
  "organize/editions/:edition/find-identity": findIdentity,
});
let organizer: Actor;
let supervisor: Actor;
let address: (path: string) => string;

beforeAll(async () => {
  const made = await makeLandings(database.db);
  const { receipt } = await makeObjection(database.db, made.final.round.slug);
  ({ organizer, supervisor } = made);
  address = (path) =>
    path
      .replace("/editions/E/", `/editions/${made.edition.slug}/`)
      .replace("/O/", `/${receipt}/`)
      .replace("/R/", `/${made.final.round.slug}/`);
});

function patternsOf(entries: readonly RouteConfigEntry[], base: string): { pattern: string; file: string }[] {
  return entries.flatMap(({ path, file, children = [] }) => {
    const pattern = [base, path ?? ""].filter(Boolean).join("/");
    return [{ pattern, file }, ...patternsOf(children, pattern)];
  });
}

test("each address that gives something else than a page is on one of the lists, and nothing else is", () => {
  const files = patternsOf(routes as RouteConfigEntry[], "").filter(({ file }) => file.endsWith(".ts"));
  const listed = [...Object.keys(asks), ...Object.keys(open), ...Object.keys(others)];
  const nameOf = (pattern: string) =>
    listed.find((each) => each === pattern || (each.endsWith("/*") && pattern.startsWith(each.slice(0, -1)))) ??
    pattern;
  expect([...new Set(files.map(({ pattern }) => nameOf(pattern)))].sort()).toEqual([...listed].sort());
});

test.each(Object.entries(asks))(
  "%s leads first to where the person shows that it is them, and back",
  async (_, given) => {
    const path = address(given.path);
    const actor = { ...(given.of === "supervisor" ? supervisor : organizer), proven: false };
    const answer = await pages(path, { db: database.db, actor });
    expect([answer.status, answer.headers.get("Location")]).toEqual([
      302,
      `/account/confirm?returnTo=${encodeURIComponent(path)}`,
    ]);
    const stranger = { ...(await makePerson(database.db)), proven: false };
    expect((await pages(path, { db: database.db, actor: stranger })).status).toBe(404);
  },
);

test.each(Object.entries(open))("%s is given at any hour", async (_, { path }) => {
  const actor = { ...organizer, proven: false };
  expect((await pages(address(path), { db: database.db, actor })).status).toBe(200);
});

test("nobody finds a person by a number before they have shown that it is them, and the number is not shown again", async () => {
  const path = address("/organize/editions/E/find-identity");
  const form = { number: "330501199001011234" };
  const answer = await pages(path, { db: database.db, actor: { ...organizer, proven: false }, form });
  const html = await answer.text();
  expect(answer.status).toBe(409);
  expect(html).toContain('href="/account/confirm"');
  expect(html).not.toContain("请填写证件号码");
  expect(html).not.toContain(form.number);
  const looks = () => database.db.selectFrom("auditEntries").where("command", "=", "find-by-identity").selectAll();
  expect(await looks().execute()).toEqual([]);
  expect((await pages(path, { db: database.db, actor: organizer, form })).status).toBe(200);
  expect(await looks().execute()).toHaveLength(1);
});
