import type { By } from "~/commands/command.ts";
import { applyAssignment } from "~/commands/review/apply-assignment.ts";
import { assignJudge } from "~/commands/review/assign-judge.ts";
import { unassignJudge } from "~/commands/review/unassign-judge.ts";
import { textOf } from "../rounds/sent.ts";

/** Does what the form's intent says, by its command. */
export async function actOnAssignment(by: By, round: string | undefined, form: FormData) {
  const place = { round, entry: textOf(form, "entry"), judge: textOf(form, "judge") };
  const [intent] = textOf(form, "intent").split("-");
  if (intent === "apply")
    return {
      outcome: "applied" as const,
      answer: await applyAssignment(by, { round, digest: textOf(form, "digest") }),
    };
  if (intent === "unassign") {
    const taken = { ...place, forGood: form.has("forGood"), reason: textOf(form, "reason") };
    return { outcome: "unassigned" as const, answer: await unassignJudge(by, taken) };
  }
  return { outcome: "assigned" as const, answer: await assignJudge(by, place) };
}
