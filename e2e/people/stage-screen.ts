import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Page } from "@playwright/test";
import { sql } from "kysely";
import { takeStep } from "../../app/commands/stage/take-step.ts";
import type { Actor } from "../../app/rules/accounts/access.ts";
import type { ConductStep, StageScreen } from "../../app/rules/stage/conduct.ts";
import { findAllSteps } from "../../db/queries/stage/stage.ts";
import { makeClosedHeat } from "../../db/seed/factories/finals.ts";
import { expect, expectNoSidewaysScroll } from "../stage.ts";
import { inDatabase } from "./hall.ts";

const long = {
  title: "面向新一代智能网联汽车与具身机器人的高可靠车规级碳化硅功率模块、驱动与热管理一体化系统研发及产业化项目",
  titleEn:
    "High-reliability automotive-grade silicon-carbide power modules with integrated drive and thermal management",
};
const latin = {
  title: "Advanced-packaging low-power edge inference chips for industrial vision and robotics",
  titleEn: null,
};

/** A heat that fills every screen: twenty projects, some with very long titles, all scored by nine judges. */
export async function makeHall() {
  return await inDatabase(async (db) => {
    const heat = await makeClosedHeat(db, { judges: 9, entries: 20, open: true });
    const { id, stageKey, slug } = heat.round;
    const settings = { scoresOnStage: true, scoreboardOnStage: true, freezeAfter: 18 };
    await db.updateTable("rounds").set(settings).where("id", "=", id).execute();
    for (const [at, entry] of heat.entries.entries())
      if (at % 3 !== 2)
        await db
          .updateTable("entries")
          .set(at % 3 === 0 ? long : latin)
          .where("id", "=", entry.id)
          .execute();
    return { id, slug, stageKey, actor: heat.organizer, keys: heat.entries.map(({ key }) => key) };
  });
}

/** From now on the hall's rule converts by each judge's mean and spread, as if it had been set before the first sheet. */
export async function convertScores(hall: { id: number }): Promise<void> {
  const settings = JSON.stringify({
    normalise: { method: "standard-score", mean: 80, sd: 5 },
    places: { normalised: 2 },
    parts: [{ key: "base", label: "基础项目", min: 0, max: 30, step: 0.01, weight: 1 }],
  });
  await inDatabase((db) =>
    db.transaction().execute(async (trx) => {
      await sql`alter table rules disable trigger user`.execute(trx);
      await sql`update rules set settings = ${settings}::text::jsonb where round_id = ${hall.id}`.execute(trx);
      await sql`alter table rules enable trigger user`.execute(trx);
    }),
  );
}

/** The host's assistant takes these steps, as the conductor's page would. */
export async function conduct(hall: { id: number; slug: string; actor: Actor }, ...steps: ConductStep[]) {
  await inDatabase(async (db) => {
    for (const step of steps) {
      const after = (await findAllSteps(db, hall.id)).at(-1)?.seq ?? 0;
      const answer = await takeStep({ db, actor: hall.actor }, { round: hall.slug, after, step });
      expect(answer).toMatchObject({ ok: true });
    }
  });
}

export const show = (screen: StageScreen): ConductStep => ({ type: "show", screen });

/** The judging is over, without the scorer's table being gone through. */
export async function close(hall: { id: number }): Promise<void> {
  await inDatabase((db) =>
    db
      .updateTable("rounds")
      .set({ state: "closed" })
      .where("id", "=", hall.id)
      .execute()
      .then(() => undefined),
  );
}

/** A line to the product that can be cut, running streams and all, and corrected. */
export async function openLine(baseURL: string) {
  const { port } = new URL(baseURL);
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), "localhost");
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on("error", () => other.destroy());
      end.on("close", () => {
        ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      whole = true;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

/** Everything stands: nothing comes in any more. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))));
}

/**
 * The picture is whole: nothing scrolls or sticks out, no text is smaller than can be read from the last row, and every
 * text stands out from its ground by 7:1 at least.
 */
export async function expectReadable(page: Page): Promise<void> {
  await settled(page);
  await expectNoSidewaysScroll(page);
  const { over, out, small, faint } = await page.evaluate(looked);
  expect({ over, out, small, faint }, `the picture: ${await page.getByRole("main").textContent()}`).toEqual({
    over: 0,
    out: [],
    small: [],
    faint: [],
  });
}

/** Runs in the page. */
function looked() {
  type Colour = [number, number, number];
  const colour = (text: string): Colour | null => {
    const numbers = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
    if (numbers.length < 3 || numbers[3] === 0) return null;
    const scale = text.startsWith("color(") ? 1 : 255;
    return [(numbers[0] ?? 0) / scale, (numbers[1] ?? 0) / scale, (numbers[2] ?? 0) / scale];
  };
  const luminance = (of: Colour) => {
    const [r = 0, g = 0, b = 0] = of.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element: Element | null): Colour => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found) return found;
    }
    return [1, 1, 1];
  };
  const out: string[] = [];
  const small: string[] = [];
  const faint: string[] = [];
  const words = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const text = words.currentNode.textContent?.trim();
    const element = words.currentNode.parentElement;
    if (!text || !element) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.left < 0 || box.top < 0 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) out.push(text);
    if (Number.parseFloat(style.fontSize) < innerWidth * 0.013) small.push(`${text} ${style.fontSize}`);
    const one = luminance(colour(style.color) ?? [0, 0, 0]);
    const other = luminance(ground(element));
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 7) faint.push(`${text} ${contrast.toFixed(2)}`);
  }
  return { over: Math.max(0, document.documentElement.scrollHeight - innerHeight), out, small, faint };
}
