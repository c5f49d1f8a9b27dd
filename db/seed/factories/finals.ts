import type { Actor } from "~/rules/accounts/access.ts";
import { type DiligenceOutcome, usualChecklist } from "~/rules/diligence/diligence.ts";
import { decideFinalist } from "../../../app/commands/diligence/decide-finalist.ts";
import { recordFindings } from "../../../app/commands/diligence/record-findings.ts";
import type { Db } from "../../client.ts";
import type { Json } from "../../schema.ts";
import { makeClosedHeat } from "./closed-heats.ts";
import { makeEdition } from "./editions.ts";
import { releaseRound } from "./releases.ts";

const prizes = [
  { scope: "final", title: "一等奖", titleEn: "First Prize", places: 1, yuan: 500_000 },
  { scope: "final", title: "二等奖", titleEn: "Second Prize", places: 2, yuan: 300_000 },
];

/** An edition with a final whose result is published: projects "1", "2", … in the order of their ranks, prizes for three. */
export async function makePublishedFinal(
  db: Db,
  given: { entries?: number; noticeEndsOn?: string; slug?: string; unpublished?: true } = {},
) {
  const { edition } = await makeEdition(db, { slug: given.slug });
  await db
    .updateTable("editions")
    .set({ page: { prizes } as unknown as Json })
    .where("id", "=", edition.id)
    .execute();
  const final = await makeClosedHeat(db, { editionId: edition.id, judges: 3, entries: given.entries ?? 4 });
  await db
    .updateTable("rounds")
    .set({ kind: "final", title: "总决赛", titleEn: "Final" })
    .where("id", "=", final.round.id)
    .execute();
  await db
    .updateTable("entries")
    .set((eb) => ({ title: eb(eb.val("决赛项目"), "||", eb.ref("key")) as never }))
    .where("roundId", "=", final.round.id)
    .execute();
  if (!given.unpublished) await releaseRound(db, final, "published", { noticeEndsOn: given.noticeEndsOn });
  return { ...final, edition };
}

/** Looks into finalists by every item of the usual list, and decides on them. */
export async function examine(
  db: Db,
  { edition, organizer }: { edition: { slug: string }; organizer: Actor },
  outcomes: Record<string, DiligenceOutcome>,
  note?: string,
): Promise<void> {
  for (const [entry, outcome] of Object.entries(outcomes)) {
    const of = { edition: edition.slug, entry };
    const finding = outcome === "failed" ? "unmet" : "met";
    const findings = usualChecklist.map((_, at) => ({ item: at + 1, finding, note }));
    const found = await recordFindings({ db, actor: organizer }, { ...of, findings });
    if (!found.ok) throw new Error(found.error.type);
    const decided = await decideFinalist({ db, actor: organizer }, { ...of, outcome, reason: note ?? "核查完毕" });
    if (!decided.ok) throw new Error(decided.error.type);
  }
}
