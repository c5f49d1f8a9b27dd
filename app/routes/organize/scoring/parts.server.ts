import type { By, CommonRefusal } from "~/commands/command.ts";
import { confirmInputs } from "~/commands/scoring/confirm-inputs.ts";
import { declineInputs } from "~/commands/scoring/decline-inputs.ts";
import { dismissOvertime } from "~/commands/scoring/dismiss-overtime.ts";
import { enterAdjustment } from "~/commands/scoring/enter-adjustment.ts";
import { enterPartScores } from "~/commands/scoring/enter-part-scores.ts";
import type { InputRefusal } from "~/commands/scoring/input-round.ts";
import { takeBackAdjustment } from "~/commands/scoring/take-back-adjustment.ts";
import { numberOf, textOf, textsOf } from "~/forms/fields.ts";
import { partsIn } from "./part-field.ts";

const adjustmentFields = ["entry", "kind", "points", "article", "reason"] as const;

/** What comes back when an act was refused: which it was, and the words that were sent. */
export interface InputsAnswer {
  error: CommonRefusal | InputRefusal;
  intent: string;
  sent: Record<string, string>;
  sending: string;
}

/** Runs the act that the form's `intent` names; `saved` is the word of the address that the done act leads to. */
export async function actOnInputs(by: By, intent: string, round: string | undefined, form: FormData) {
  const reason = textOf(form, "reason");
  const proposals = form.getAll("proposal").map(Number);
  switch (intent) {
    case "save-parts":
      return {
        saved: "parts",
        answer: await enterPartScores(by, { round, version: textOf(form, "version"), scores: partsIn(form) }),
      };
    case "confirm":
      return { saved: "confirmed", answer: await confirmInputs(by, { round, proposals }) };
    case "decline":
      return { saved: "declined", answer: await declineInputs(by, { round, proposals, reason }) };
    case "take-back":
      return {
        saved: "takeBack",
        answer: await takeBackAdjustment(by, { round, adjustment: numberOf(form, "adjustment"), reason }),
      };
    case "dismiss":
      return {
        saved: "dismissed",
        answer: await dismissOvertime(by, {
          round,
          entry: textOf(form, "entry"),
          overtime: numberOf(form, "overtime"),
          reason,
        }),
      };
    default:
      return {
        saved: "adjustment",
        answer: await enterAdjustment(by, {
          round,
          ...textsOf(form, adjustmentFields),
          overtime: numberOf(form, "overtime"),
        }),
      };
  }
}

/** The words of a form, to be shown again. */
export function sentWords(form: FormData): Record<string, string> {
  return Object.fromEntries([...form.keys()].map((name) => [name, textOf(form, name)]));
}
