import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import type { Actor } from "../../app/rules/accounts/access.ts";
import type { RoundState } from "../../app/rules/rounds/round.ts";
import { createAuth } from "../../app/services/auth/auth.ts";
import { connect, type Database, type Db } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { makeEdition, makeHeat } from "../../db/seed/factories/heats.ts";
import { makePerson } from "../../db/seed/factories/many-applications.ts";
import { cookieOf } from "../load/judges.ts";
import { product } from "../product.ts";
import { expect } from "../stage.ts";
import { criteria } from "./reviewer.ts";

let opened: Promise<Database> | undefined;

/** The database of the product under test, joined once for all tests of this process. */
export function productDatabase(): Promise<Database> {
  opened ??= embeddedPostgres(join(product.folder, "postgres")).then((server) => connect(server.url(), { max: 4 }));
  return opened;
}

/** Runs the work on the database of the product under test. */
export async function inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T> {
  return await work((await productDatabase()).db);
}

/** A heat of an edition of its own, beside the demo; its names are new in every run, whoever ran before in the same database. */
export async function makeOwnHeat(db: Db, given: { judges: number; entries: number; state?: RoundState }) {
  const slug = `hall-${randomUUID().slice(0, 8)}`;
  const { edition } = await makeEdition(db, { slug: `${slug}-edition` });
  return await makeHeat(db, { ...given, slug, editionId: edition.id });
}

/** A heat of its own, everybody at their place: scoring opens by project, the score is announced on the spot. */
export async function prepareHall(given: { judges: number; entries: number; state?: RoundState }) {
  return await inDatabase(async (db) => {
    const heat = await makeOwnHeat(db, given);
    const { id } = heat.round;
    const settings = { scoringByProject: true, scoresOnStage: true, scoreboardOnStage: true, title: "湖畔城市赛" };
    await db.updateTable("rounds").set(settings).where("id", "=", id).execute();
    const { stageKey } = await db
      .selectFrom("rounds")
      .select("stageKey")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const supervisor = await makePerson(db, { name: "监督员", grants: [{ role: "supervisor", roundId: id }] });
    const conductor = await makePerson(db, { name: "主持助理", grants: [{ role: "conductor", roundId: id }] });
    return { ...heat, stageKey, supervisor, conductor };
  });
}

/** Gives the browser a session of that person. */
export async function enter(context: BrowserContext, actor: Actor, baseURL: string): Promise<void> {
  const secret = (await readFile(join(product.folder, "auth-secret"), "utf8")).trim();
  const cookie = await inDatabase((db) => cookieOf(createAuth({ db, baseUrl: baseURL, secret }), actor.id));
  const cookies = cookie.split("; ").map((each) => {
    const at = each.indexOf("=");
    return { name: each.slice(0, at), value: each.slice(at + 1), url: baseURL };
  });
  await context.addCookies(cookies);
}

/** Pairs the tablet by a code that the scorer issues at the table. */
export async function pairTablet(scorer: Page, tablet: Page, judge: string): Promise<void> {
  // The code of an earlier pairing may still stand there
  await scorer.reload();
  await scorer.getByRole("button", { name: `为${judge}发放配对码` }).click();
  const shown = scorer.getByRole("status").filter({ hasText: `${judge} 的配对码` });
  await expect(shown).toBeVisible();
  const code = /\b[A-Z0-9]{8}\b/.exec((await shown.textContent()) ?? "")?.[0] ?? "";
  await tablet.goto("/pair");
  await tablet.getByLabel("配对码", { exact: true }).fill(code);
  await tablet.getByRole("button", { name: "配对", exact: true }).click();
  await expect(tablet).toHaveURL(/\/judge\//);
}

/** Fills the sheet in, as far as marks are given, and answers what it wrote. */
export async function fillSheet(tablet: Page, marks: readonly string[]): Promise<void> {
  for (const [at, mark] of marks.entries())
    await tablet.getByRole("textbox", { name: criteria[at], exact: true }).fill(mark);
}

/** Hands the sheet in over the confirmation. */
export async function handIn(tablet: Page): Promise<void> {
  await tablet.getByRole("button", { name: "提交评分" }).click();
  await tablet.getByRole("button", { name: "确认提交" }).click();
}
