import type { Kysely } from "kysely";
import { digestOf } from "~/primitives/canonical-json.ts";
import { type AwardPlan, type AwardSettings, barsOf, planAwards } from "~/rules/awards/awards.ts";
import { isNoticeOpen } from "~/rules/notices/notice.ts";
import { findAwardSettings } from "~db/queries/awards/awards.ts";
import { type Finalist, type FinalOfEdition, findFinalists } from "~db/queries/diligence.ts";
import type { DB } from "~db/schema.ts";
import type { FieldError } from "../command.ts";

export type AwardRefusal =
  | { type: "nothing-published" | "no-prizes" | "awards-tied" | "finalists-undecided" | "notice-open" }
  | { type: "stale-preview" | "stale-version" | "awards-granted" | "not-granted" }
  | { type: "invalid-input"; fields: FieldError[] };

export interface AwardTask {
  settings: AwardSettings;
  finalists: Finalist[];
  /** Null before the final's result is published. */
  plan: AwardPlan | null;
  bars: ReturnType<typeof barsOf>;
  /** Of all that the awards follow from: what whoever grants them has before their eyes. */
  digest: string;
}

/** What would be granted now, and what stands in the way. Two queries. */
export async function findAwardTask(
  db: Kysely<DB>,
  { editionId, final, at }: { editionId: number; final: FinalOfEdition | null; at: Date },
): Promise<AwardTask> {
  const settings = await findAwardSettings(db, editionId);
  const finalists = final ? await findFinalists(db, final.id) : [];
  const release = final?.release ?? null;
  const decisions = new Map(
    finalists.flatMap(({ key, decision }) => (decision ? [[key, decision.outcome] as const] : [])),
  );
  const plan = release && planAwards({ standings: release.lines, separate: release.separate, decisions, ...settings });
  const noticeOpen = release !== null && release.noticeEndsOn !== null && isNoticeOpen(release.noticeEndsOn, at);
  return {
    settings,
    finalists,
    plan,
    bars: barsOf(plan, { levels: settings.levels, noticeOpen }),
    digest: digestOf({ release: release?.digest ?? null, settings, plan }),
  };
}
