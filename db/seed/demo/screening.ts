import { decideApplication } from "~/commands/screening/decide-application.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { announceDecisions } from "~db/queries/screening/decisions.ts";
import type { By, Refusal, Result } from "../../../app/commands/command.ts";
import type { Db } from "../../client.ts";
import type { DemoHeat } from "./heats.ts";

/**
 * Decides on a heat's applications: who meets the conditions is qualified while there is room. All of it is announced,
 * except in a heat that is still screened: there some are left to do, one waits, one was returned and told so, and the rest
 * wait for their release.
 */
export async function screenDemoHeat(by: By & { db: Db }, heat: DemoHeat): Promise<void> {
  const applications = await by.db
    .selectFrom("applications")
    .innerJoin("rounds", "rounds.id", "applications.roundId")
    .select(["applications.id", "applications.code", "applications.version", "applications.eligibilityFindings"])
    .where("rounds.slug", "=", heat.slug)
    .where("applications.state", "=", "submitted")
    .orderBy("applications.id")
    .execute();
  const open = heat.reached === "screening";
  const decided = open ? applications.slice(0, 13) : applications;
  let places = open ? 9 : heat.capacity - 2;
  for (const [index, { code, version, eligibilityFindings }] of decided.entries()) {
    const failed = (eligibilityFindings as unknown as Finding[]).filter(({ outcome }) => outcome === "not-met");
    const decision =
      open && index in exceptions ? exceptions[index] : failed.length > 0 || places === 0 ? "ineligible" : "qualify";
    if (decision === "qualify") places--;
    await did(decideApplication(by, { code, version, ...wordsOf(decision ?? "qualify", heat, failed) }));
  }
  const told = open ? decided.filter((_, index) => exceptions[index] === "return") : decided;
  await announce(
    by.db,
    told.map(({ id }) => id),
  );
}

const exceptions: Record<number, "return" | "wait"> = { 3: "return", 6: "return", 8: "wait" };

function wordsOf(decision: "qualify" | "ineligible" | "return" | "wait", heat: DemoHeat, failed: readonly Finding[]) {
  if (decision === "qualify" || decision === "wait") return { decision, round: heat.slug, duplicatesSeen: true };
  if (decision === "ineligible")
    return {
      decision,
      reason: failed.length > 0 ? "不符合本届参赛条件，详见参赛条件说明。" : "本站名额已满，欢迎报名下一届。",
    };
  return {
    decision,
    reason: "材料基本齐全，请按各项意见补充后重新提交。",
    corrections: [
      { path: "innovation", reason: "请补充与现有技术路线的对比数据。" },
      { path: "patents", reason: "发明专利的编号与名称不一致，请核对。" },
    ],
  };
}

/** As if an organizer had released the mails: the applicants know, and the mails are shown in the outbox. */
async function announce(db: Db, applicationIds: number[]): Promise<void> {
  if (applicationIds.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await announceDecisions(trx, applicationIds);
    await trx
      .updateTable("mails")
      .set({ state: "held" })
      .where("applicationId", "in", applicationIds)
      .where("state", "=", "pending")
      .execute();
  });
}

async function did<V>(result: Promise<Result<V, Refusal>>): Promise<V> {
  const answer = await result;
  if (!answer.ok) throw new Error(`the demo was refused: ${JSON.stringify(answer.error)}`);
  return answer.value;
}
