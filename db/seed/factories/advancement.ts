import { digestOf } from "~/primitives/canonical-json.ts";
import { type AdvancementRule, usualAdvancement } from "~/rules/advancement/advancement-rule.ts";
import { saveAdvancementRule } from "../../../app/commands/advancement/save-advancement-rule.ts";
import type { Db } from "../../client.ts";
import { makeClosedHeat } from "./closed-heats.ts";
import { makeEdition, makeRound } from "./editions.ts";
import { makePerson } from "./people.ts";
import { releaseRound } from "./releases.ts";

/** An edition with so many heats whose results are published, a final that takes entries, its rule, and its organizer. */
export async function makeTour(
  db: Db,
  given: {
    heats?: number;
    entries?: number;
    rule?: Partial<AdvancementRule>;
    slug?: string;
    noticeEndsOn?: string;
  } = {},
) {
  const { edition, groups } = await makeEdition(db, { slug: given.slug });
  const organizer = await makePerson(db, { name: "组织者", grants: [{ role: "organizer", editionId: edition.id }] });
  const final = await makeRound(db, { editionId: edition.id, kind: "final", state: "screening", title: "总决赛" });
  const heats: Awaited<ReturnType<typeof makePublishedHeat>>[] = [];
  for (let number = 1; number <= (given.heats ?? 2); number++)
    heats.push(await makePublishedHeat(db, edition.id, given.entries ?? 4, given.noticeEndsOn));
  const rule = { ...usualAdvancement, places: 1, afterNotice: false, ...given.rule };
  const settled = await saveAdvancementRule(
    { db, actor: organizer },
    { edition: edition.slug, version: digestOf(null), rule },
  );
  if (!settled.ok) throw new Error(settled.error.type);
  return { edition, groups, organizer, final, heats };
}

async function makePublishedHeat(db: Db, editionId: number, entries: number, noticeEndsOn?: string) {
  const heat = await makeClosedHeat(db, { editionId, judges: 3, entries });
  await db
    .updateTable("entries")
    .set((eb) => ({ title: eb(eb.val(`赛区${heat.round.id}项目`), "||", eb.ref("key")) as never }))
    .where("roundId", "=", heat.round.id)
    .execute();
  const signed = await releaseRound(db, heat, "published", { noticeEndsOn });
  return { ...heat, signed };
}
