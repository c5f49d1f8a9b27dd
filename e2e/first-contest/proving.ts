import { join } from "node:path";
import type { Page } from "@playwright/test";
import { connect } from "../../db/client.ts";
import type { Installation } from "../people/installation.ts";
import { expect } from "../stage.ts";
import { walk } from "./contest.ts";
import type { Standing } from "./releasing.ts";

/** Every entry's total by the mean of its sheets without the highest and the lowest: reckoned here from the marks that are kept. */
export async function reckoned({ databaseUrl }: Installation, slug: string): Promise<Map<string, string>> {
  const { db, end } = connect(databaseUrl("contest"), { max: 1 });
  const sheets = await db
    .selectFrom("sheets")
    .innerJoin("rounds", "rounds.id", "sheets.roundId")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("marks", "marks.sheetId", "sheets.id")
    .where("rounds.slug", "=", slug)
    .where("sheets.state", "=", "submitted")
    .groupBy(["entries.key", "sheets.id"])
    .select((eb) => ["entries.key", eb.fn.sum<string>("marks.mark").as("total")])
    .execute()
    .finally(end);
  const totals = new Map<string, string>();
  for (const [key, own] of Map.groupBy(sheets, (sheet) => sheet.key)) {
    const sorted = own.map(({ total }) => Number(total)).sort((a, b) => a - b);
    const kept = sorted.slice(1, -1);
    totals.set(key, (kept.reduce((sum, each) => sum + each, 0) / kept.length / 100).toFixed(2));
  }
  return totals;
}

/** The published totals, by entry. */
export function totalsOf(standings: readonly Standing[]): Map<string, string> {
  return new Map(standings.map(({ entry, total }) => [entry, total]));
}

/** A sheet that did not count, as the published result names it. */
export function dropped(judge: string, value: string, why: "high" | "low"): Standing["dropped"][number] {
  return { judge, value, why };
}

/** From the page of the result: the signed file is taken home, and read again where the browser recomputes it. */
export async function verifyInBrowser(anyone: Page): Promise<void> {
  const bundle = await anyone.getByRole("link", { name: /bundle\.json/ }).getAttribute("href");
  const buffer = await (await anyone.request.get(bundle ?? "")).body();
  await walk(anyone, "在浏览器里核对");
  const file = { name: "result.json", mimeType: "application/json", buffer };
  await anyone.locator("input[type=file]").setInputFiles(file);
  await anyone.getByRole("button", { name: "开始核对", exact: true }).click();
  await expect(anyone.getByRole("status").filter({ hasText: /核对通过/ })).toBeVisible();
  await expect(anyone.getByRole("status").filter({ hasText: /本站现行公布的第2版/ })).toBeVisible();
}

/** The command line says that what was published and what was done is whole. */
export async function verifyAsOperator(
  { contest, folder }: Installation,
  { slug, version, holds }: { slug: string; version: number; holds: string },
): Promise<void> {
  const bundle = join(folder, "bundle.json");
  const [bundled, trail] = await Promise.all([contest(["bundle", slug, bundle]), contest(["audit", "verify"])]);
  expect(bundled).toContain(`bundled ${slug}, version ${version}`);
  expect(trail).toMatch(/^whole: /);
  const key = /signed by key ([0-9a-f]{64})/.exec(bundled)?.[1] ?? "";
  expect(await contest(["verify", bundle, "--key", key])).toContain(`recomputed: ${holds}`);
}

/** A backup of the running product fills another empty database, whose standings are the same. */
export async function restoreElsewhere({ contest, folder }: Installation): Promise<void> {
  const backup = join(folder, "backup.tar");
  expect(await contest(["backup", backup])).toMatch(/ and 1 files? /);
  expect(await contest(["restore", backup], "restored")).toMatch(/ and 1 files?, /);
  const standings = ["standings", "--all", "--format", "json"];
  const [here, there] = await Promise.all([contest(standings), contest(standings, "restored")]);
  expect(JSON.parse(here)).toHaveLength(2);
  expect(there).toBe(here);
}
