import type { Actor } from "~/rules/accounts/access.ts";
import { defaultChecklist } from "~/rules/diligence/diligence.ts";
import { findAwardSettings } from "~db/queries/awards/awards.ts";
import { findAwardTask } from "../../../app/commands/awards/award-task.ts";
import { grantAwards } from "../../../app/commands/awards/grant-awards.ts";
import { saveAwardSettings } from "../../../app/commands/awards/save-award-settings.ts";
import type { By } from "../../../app/commands/command.ts";
import { decideFinalist } from "../../../app/commands/diligence/decide-finalist.ts";
import { recordFindings } from "../../../app/commands/diligence/record-findings.ts";
import { addFinalLandings } from "../../../app/commands/landing/add-final-landings.ts";
import { assignLanding } from "../../../app/commands/landing/assign-landing.ts";
import { completeMilestone } from "../../../app/commands/landing/complete-milestone.ts";
import { recordFunds } from "../../../app/commands/landing/record-funds.ts";
import { digestOf } from "../../../app/primitives/canonical-json.ts";
import type { Db } from "../../client.ts";
import { findFinalOf } from "../../queries/diligence.ts";
import { valueOrThrow } from "./tour.ts";

interface Awarded {
  db: Db;
  edition: { id: number; slug: string };
  organizer: Actor;
  /** The demo's organizer, who looks after what lands. */
  owner: string;
  on: (day: number, hour?: number) => Date;
}

/** The place in the result whose project does not stand up to the questions asked of it. */
const untrue = 3;
const checks = defaultChecklist.map((_, at) => at + 1);
const ownership = 3;

/** What became of the final: one project loses its rank to what was found of it, the next moves up, and three land. */
export async function awardAndLand(last: Awarded): Promise<void> {
  const { db, edition, organizer, on } = last;
  const by = (day: number): By => ({ db, actor: organizer, at: on(day) });
  const final = async () => (await findFinalOf(db, edition.id)) ?? null;
  const settings = await findAwardSettings(db, edition.id);
  const of = { edition: edition.slug };
  await valueOrThrow(
    saveAwardSettings(by(-331), { ...of, version: digestOf(settings), settings: { ...settings, moveUp: true } }),
  );
  for (const { entry, rank } of (await final())?.release?.lines ?? []) {
    const failed = rank === untrue;
    const findings = checks.map((item) =>
      failed && item === ownership
        ? { item, finding: "unmet" as const, note: "申报的两项发明专利登记在原单位名下，未办理转让。" }
        : { item, finding: "met" as const },
    );
    await valueOrThrow(recordFindings(by(-326), { ...of, entry, findings }));
    const verdict = failed
      ? { outcome: "failed" as const, reason: "知识产权申报不实，经约谈确认，取消名次。" }
      : { outcome: "passed" as const, reason: "逐项核查属实。" };
    await valueOrThrow(decideFinalist(by(-324), { ...of, entry, ...verdict }));
  }
  const { digest } = await findAwardTask(db, { editionId: edition.id, final: await final(), at: on(-320) });
  await valueOrThrow(grantAwards(by(-320), { ...of, digest }));
  await land(last);
}

/** One has all of its funds, one has registered its company, one is late with its agreement. */
async function land({ db, edition, organizer, owner, on }: Awarded): Promise<void> {
  const by = (day: number): By => ({ db, actor: organizer, at: on(day) });
  const dayOf = (day: number) => on(day).toISOString().slice(0, 10);
  const start = -345;
  await valueOrThrow(addFinalLandings(by(-318), { edition: edition.slug, owner, startedOn: dayOf(start) }));
  const reach = async (number: number, steps: Partial<Record<"intention" | "agreement" | "registration", number>>) => {
    for (const [step, day] of Object.entries(steps) as ["intention" | "agreement" | "registration", number][])
      await valueOrThrow(completeMilestone(by(day), { edition: edition.slug, number, step, doneOn: dayOf(day) }));
  };
  const settle = (number: number, platform: "high-tech-zone" | "development-zone") =>
    valueOrThrow(assignLanding(by(-317), { edition: edition.slug, number, platform, owner }));
  const pay = (number: number, day: number, amount: number, last = false) =>
    valueOrThrow(recordFunds(by(day), { edition: edition.slug, number, amount, paidOn: dayOf(day), last }));
  await settle(1, "high-tech-zone");
  await settle(2, "development-zone");
  await reach(1, { intention: -310, agreement: -290, registration: -262 });
  const capital = { step: "capital" as const, doneOn: dayOf(-215), amount: 5_000_000 };
  await valueOrThrow(completeMilestone(by(-215), { edition: edition.slug, number: 1, ...capital }));
  await pay(1, -180, 3_000_000);
  await pay(1, -60, 5_000_000, true);
  await reach(2, { intention: -305, agreement: -280, registration: -240 });
  await pay(2, -150, 2_000_000);
  await reach(3, { intention: -296 });
}
