import { z } from "zod";
import { practiceSchema, practiceVersion, readReference } from "~/rules/scoring/practice.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { writePractice } from "~db/queries/scoring/practices.ts";
import { command, done, refuse } from "../command.ts";
import { type PracticeRefusal, practiceRound } from "./practice-round.ts";

/**
 * Gives a round a practice project with its reference sheet, or changes it: before the scoring begins, and until the first judge
 * has handed in. From then on judges are compared with what stands there. `version` stands for what was changed.
 */
export const savePractice = command({
  name: "save-practice",
  input: z.object({ round: z.string().min(1).max(64), version: z.string(), practice: practiceSchema }),
  who: practiceRound,
  run: async ({ trx, input: { version, practice: sent }, subject: { roundId, round, practice } }) => {
    if (round.rehearsalOfId !== null) return refuse<PracticeRefusal>({ type: "rehearsal" });
    if (round.state === "judging" || round.state === "closed")
      return refuse<PracticeRefusal>({ type: "round-not-open" });
    if (practice?.closedAt) return refuse<PracticeRefusal>({ type: "practice-closed" });
    if (practice?.begun) return refuse<PracticeRefusal>({ type: "practice-begun" });
    if (practiceVersion(practice) !== version) return refuse<PracticeRefusal>({ type: "stale-version" });
    const criteria = await findRubric(trx, roundId);
    if (criteria.length === 0) return refuse<PracticeRefusal>({ type: "practice-not-whole" });
    const { reference, problems } = readReference(criteria, sent);
    if (problems.length > 0) {
      const fields = problems.map(({ key, code, message }) => ({ path: `practice.marks.${key}`, code, message }));
      return refuse<PracticeRefusal>({ type: "invalid-input", fields });
    }
    const { title, titleEn, description, descriptionEn } = sent;
    await writePractice(trx, roundId, { title, titleEn, description, descriptionEn, reference });
    return done({}, { criteria: Object.keys(reference) });
  },
});
