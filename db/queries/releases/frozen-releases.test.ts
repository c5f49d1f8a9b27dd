import { expect, test } from "vitest";
import { makeBundle } from "~/commands/releases/make-bundle.ts";
import { publicView } from "~/rules/releases/public-view.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findPublishedRelease } from "./public-releases.ts";
import { findAllReleases } from "./releases.ts";

const database = testDatabase();
const key = "05".repeat(32);

test("a version of which nobody knows what it comes from is read as it was published, and has no bundle", async () => {
  const { db, sql } = database;
  const heat = await makeClosedHeat(db, { judges: 3, entries: 2 });
  const { digest } = await releaseRound(db, heat, "published");
  const { id, slug } = heat.round;
  expect(await makeBundle(db, { round: slug, key })).toMatchObject({ ok: true });
  const signed = publicView(await findPublishedRelease(db, slug));
  expect(signed?.standings).toMatchObject({ state: "published" });

  // As it would have come from elsewhere: no guard lets the desk write such a row
  await sql`alter table releases disable trigger user`;
  await sql`alter table release_signatures disable trigger user`;
  await sql`update releases set inputs = null, inputs_salt = null, sheets_digest = null where round_id = ${id}`;
  await sql`delete from release_signatures`;
  await sql`alter table releases enable trigger user`;
  await sql`alter table release_signatures enable trigger user`;
  expect(await makeBundle(db, { round: slug, key })).toEqual({ ok: false, error: { type: "not-kept" } });
  expect((await findPublishedRelease(db, slug))?.bundled).toBe(false);
  const published = publicView(await findPublishedRelease(db, slug));
  expect(published).toMatchObject({ version: 1, digest, sheetsDigest: null, replacedBy: null });
  expect(published?.standings).toEqual(signed?.standings);
  expect(await findAllReleases(db, id)).toMatchObject([{ state: "published", signatures: [] }]);
});
