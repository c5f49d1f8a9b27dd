import type { Page } from "@playwright/test";
import type { Rule } from "../app/rules/standings/rule.ts";
import { type JudgedRound, standings } from "../app/rules/standings/scoring.ts";
import { findStandings } from "../db/queries/standings/standings.ts";
import { enter, fillSheet, handIn, inDatabase, pairTablet, prepareHall } from "./people/hall.ts";
import { expect, expectFailureOf, offline, test } from "./stage.ts";

const entries = 20;
const judges = 7;
/** Who works without a network from which project to which. */
const gap = { judges: [2, 3], from: 6, to: 10 };
const reloads = { judge: 5, at: 4 };
const crashes = { judge: 4, at: 12 };
const changesTablet = { judge: 7, at: 14 };
const recuses = { judge: 6, at: 15 };

/** What the judge writes on that project's sheet, criterion by criterion: a record of the judges' own, beside the product's. */
function marksOf(judge: number, entry: number): string[] {
  return [30, 20, 20, 20, 10].map((max, at) => String(max / 2 + ((judge * 7 + entry * 3 + at * 5) % max) / 2));
}

test("a whole heat in a hall: twenty projects, seven tablets, and all that goes wrong on the way", async ({
  visitor,
  baseURL: address,
}) => {
  const baseURL = address ?? "";
  test.setTimeout(900_000);
  const hall = await prepareHall({ judges, entries });
  const { slug } = hall.round;
  const desk = `/organize/rounds/${slug}`;
  const written: JudgedRound["sheets"] = [];
  const keys = hall.criteria.map(({ key }) => key);

  const scorer = await visitor();
  await enter(scorer.context(), hall.scorer, baseURL);
  await scorer.goto(`${desk}/tablets`);
  const tablets = new Map<number, Page>();
  const pair = async (judge: number) => {
    const tablet = await visitor({ screen: "tablet", line: true });
    // What fails while the network or the page is away is meant
    for (const part of ["/judge/", "/live/", "/api/health", "manifest", "judge-worker", "net::ERR", "imported module"])
      expectFailureOf(tablet, part);
    await pairTablet(scorer, tablet, `评委${judge}`);
    await tablet.goto(`/judge/${slug}`);
    await allSent(tablet);
    tablets.set(judge, tablet);
  };
  for (let judge = 1; judge <= judges; judge++) await pair(judge);
  for (const judge of gap.judges) await keptOnDevice(tabletOf(judge), slug);

  const conductor = await visitor();
  await enter(conductor.context(), hall.conductor, baseURL);
  await conductor.goto(`${desk}/conduct`);
  const projector = await visitor({ screen: "projector" });
  await projector.goto(`/stage/${hall.stageKey}`);

  for (let entry = 1; entry <= entries; entry++) {
    await conductor.getByRole("button", { name: `下一个：${entry}号` }).click();
    await conductor.getByRole("button", { name: "开始路演", exact: true }).click();
    await conductor.getByRole("button", { name: "开放评分", exact: true }).click();
    await expect(projector.getByText(`项目${entry}`, { exact: true }).first()).toBeVisible();
    await expect(conductor.getByText("评分已开放")).toBeVisible();
    if (entry === changesTablet.at) await pair(changesTablet.judge);
    await networkFor(entry);
    await Promise.all(Array.from({ length: judges }, (_, at) => judgeActs(at + 1, entry)));
  }
  for (const tablet of tablets.values()) await allSent(tablet);

  // The score of the last project is announced on the spot, as the rule computes it from what the judges wrote
  const rule = await inDatabase(async (db) => (await findStandings(db, [hall.round.id]))[0]?.rule as Rule);
  const own = standings({
    rule,
    criteria: hall.criteria.map(({ key, max, step }) => ({ key, max, step, factor: "1" })),
    judges: hall.seats.map(({ key }, at) => ({ key, head: at === 0 })),
    entries: hall.entries.map(({ key, title }) => ({ key, title, group: null, order: Number(key) })),
    sheets: written,
  });
  await conductor.getByRole("button", { name: "当场亮分" }).click();
  const last = own.find(({ entry }) => entry === String(entries));
  await expect(projector.getByText(last?.total ?? "").first()).toBeVisible();

  await scorer.goto(`${desk}/table`);
  await scorer.getByText("结束评分", { exact: true }).click();
  await scorer.getByRole("button", { name: "确认结束评分" }).click();
  await expect(scorer.getByText("评分已结束")).toBeVisible();
  await expect(conductor.getByText("评分结束", { exact: true })).toBeVisible();
  await conductor.getByRole("button", { name: "开始揭晓" }).click();
  const first = own.find(({ rank }) => rank === 1);
  const counter = conductor.getByText(/^第\d+步，共\d+步/);
  for (let step = 0; step < entries; step++) {
    const before = (await counter.textContent()) ?? "";
    await conductor.getByRole("button", { name: "下一步" }).click();
    // A second press of the same step means the same: each waits for the one before
    await expect(counter).not.toHaveText(before);
  }
  await expect(projector.getByText(first?.title ?? "", { exact: true }).first()).toBeVisible();

  const kept = await inDatabase(async (db) => {
    const [round] = await findStandings(db, [hall.round.id]);
    const sheets = await db
      .selectFrom("sheets")
      .innerJoin("entries", "entries.id", "sheets.entryId")
      .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
      .innerJoin("marks", "marks.sheetId", "sheets.id")
      .innerJoin("criteria", "criteria.id", "marks.criterionId")
      .where("sheets.roundId", "=", hall.round.id)
      .where("sheets.state", "=", "submitted")
      .select(["entries.key as entry", "panelMembers.key as judge", "criteria.key as criterion", "marks.mark"])
      .execute();
    const recorded = await db
      .selectFrom("auditEntries")
      .select((eb) => eb.fn.countAll<string>().as("times"))
      .where("roundId", "=", hall.round.id)
      .where("command", "=", "submit-sheet")
      .executeTakeFirstOrThrow();
    return { standings: round?.standings, sheets, recorded: Number(recorded.times) };
  });
  const line = (each: { entry: string; judge: string; criterion: string; mark: number }) =>
    `${each.judge} ${each.entry} ${each.criterion} ${each.mark}`;
  expect(kept.sheets.map(line).sort()).toEqual(
    written
      .flatMap(({ entry, judge, marks }) =>
        Object.entries(marks).map(([criterion, mark]) => line({ entry, judge, criterion, mark })),
      )
      .sort(),
  );
  expect(written).toHaveLength(entries * judges - 1);
  expect(kept.recorded).toBe(written.length);
  expect(kept.standings).toEqual(own);

  function tabletOf(judge: number): Page {
    const tablet = tablets.get(judge);
    if (!tablet) throw new Error(`judge ${judge} has no tablet`);
    return tablet;
  }

  async function networkFor(entry: number): Promise<void> {
    if (entry !== gap.from && entry !== gap.to + 1) return;
    for (const judge of gap.judges) await offline(tabletOf(judge).context(), entry === gap.from);
    if (entry === gap.from) return;
    for (const judge of gap.judges) await allSent(tabletOf(judge));
  }

  async function judgeActs(judge: number, entry: number): Promise<void> {
    let tablet = tabletOf(judge);
    if (isBesideTheLast(judge, entry)) await tablet.getByRole("link", { name: `下一个：${entry}号` }).click();
    else await tablet.goto(`/judge/${slug}/${entry}`);
    await expect(tablet).toHaveURL(new RegExp(`/${entry}$`));
    if (judge === recuses.judge && entry === recuses.at) {
      await tablet.getByText("申请回避").click();
      await tablet.getByLabel("回避理由").fill("与负责人是同学");
      await tablet.getByRole("button", { name: "确认回避" }).click();
      await expect(tablet.getByText("您已回避此项目").or(tablet.getByText("已申请回避"))).toBeVisible();
      return;
    }
    const marks = marksOf(judge, entry);
    if (judge === reloads.judge && entry === reloads.at) {
      await fillSheet(tablet, marks.slice(0, 3));
      await storedOnDevice(tablet, entry, marks[2]);
      await tablet.reload();
      await holds(tablet, marks.slice(0, 3));
    }
    if (judge === crashes.judge && entry === crashes.at) {
      await fillSheet(tablet, marks.slice(0, 3));
      await storedOnDevice(tablet, entry, marks[2]);
      tablet = await crashed(tablet);
      tablets.set(judge, tablet);
      await tablet.goto(`/judge/${slug}/${entry}`);
      await holds(tablet, marks.slice(0, 3));
    }
    await fillSheet(tablet, marks);
    await handIn(tablet);
    await expect(tablet.getByText("已提交并锁定").or(tablet.getByText("已提交，等待上传"))).toBeVisible();
    const byKey = Object.fromEntries(marks.map((mark, at) => [keys[at] ?? "", Math.round(Number(mark) * 100)]));
    written.push({ judge: `J${judge}`, entry: String(entry), marks: byKey });
  }
});

/** The tablet shows the locked sheet of the project before, which leads to the next: nothing happened in between. */
function isBesideTheLast(judge: number, entry: number): boolean {
  if (entry === 1) return false;
  if (gap.judges.includes(judge)) return entry < gap.from || entry > gap.to + 1;
  if (judge === changesTablet.judge && entry === changesTablet.at) return false;
  return judge !== recuses.judge || entry !== recuses.at + 1;
}

const allSent = (tablet: Page) =>
  expect(tablet.getByRole("status").filter({ hasText: "全部已上传" })).toBeVisible({ timeout: 30_000 });

/** Waits until the worker has every sheet of the round. */
async function keptOnDevice(tablet: Page, slug: string): Promise<void> {
  await expect
    .poll(
      () =>
        tablet.evaluate(async (round) => {
          const kept = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
          return kept.flat().filter(({ url }) => new RegExp(`/judge/${round}/\\d+$`).test(url)).length;
        }, slug),
      { timeout: 60_000 },
    )
    .toBeGreaterThanOrEqual(entries);
}

/** Waits until the device's disk has the third mark: some milliseconds after it was written. */
async function storedOnDevice(tablet: Page, entry: number, mark = ""): Promise<void> {
  const read = (key: string) =>
    new Promise<string | undefined>((resolve, reject) => {
      const opening = indexedDB.open("judge");
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const all = opening.result.transaction("sheets").objectStore("sheets").getAll();
        all.onsuccess = () => {
          opening.result.close();
          resolve(all.result.find((each) => each.entry === key)?.words.marks.business);
        };
      };
    });
  await expect.poll(() => tablet.evaluate(read, String(entry))).toBe(mark);
}

async function holds(tablet: Page, marks: readonly string[]): Promise<void> {
  const boxes = tablet.getByRole("textbox");
  for (const [at, mark] of marks.entries()) await expect(boxes.nth(at)).toHaveValue(mark);
}

/** The page's process dies as it stands; a new page takes its place on the same device. */
async function crashed(tablet: Page): Promise<Page> {
  const session = await tablet.context().newCDPSession(tablet);
  const gone = tablet.waitForEvent("crash");
  session.send("Page.crash").catch(() => {});
  await gone;
  return await tablet.context().newPage();
}
