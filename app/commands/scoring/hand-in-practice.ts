import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { isReferenceWhole } from "~/rules/scoring/practice.ts";
import { lackingMarks, readMarks } from "~/rules/scoring/sheet.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { insertPracticeSheet, lockPracticeOfJudge } from "~db/queries/scoring/practices.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import type { PracticeRefusal } from "./practice-round.ts";

/** A judge hands in the own practice sheet, once. The trail knows that they did, and no mark of it. */
export const handInPractice = command({
  name: "hand-in-practice",
  input: z.object({
    round: z.string().min(1).max(200),
    marks: z.record(z.string().max(40), z.string().max(40)),
  }),
  who: ownPractice,
  run: async ({ trx, input, subject: { roundId, judgeId, closedAt, reference }, at }) => {
    if (closedAt) return refuse<PracticeRefusal>({ type: "practice-closed" });
    const criteria = await findRubric(trx, roundId);
    if (!isReferenceWhole(criteria, reference)) return refuse<PracticeRefusal>({ type: "practice-not-whole" });
    const { marks, problems } = readMarks(criteria, input.marks);
    const lacking = lackingMarks(criteria, marks).filter(({ key }) => !problems.some((each) => each.key === key));
    const wrong = [...problems, ...lacking];
    if (wrong.length > 0) {
      const fields = wrong.map(({ key, code, message }) => ({ path: `marks.${key}`, code, message }));
      return refuse<PracticeRefusal>({ type: "invalid-input", fields });
    }
    if (!(await insertPracticeSheet(trx, { roundId, judgeId, marks, handedInAt: at })))
      return refuse<PracticeRefusal>({ type: "sheet-locked" });
    return done({});
  },
});

async function ownPractice(request: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) {
  const { trx, actor, input } = request;
  const own = await lockPracticeOfJudge(trx, { round: input.round, userId: actor.id });
  return own && can(actor, "judge", { editionId: own.editionId, roundId: own.roundId }) ? own : null;
}
