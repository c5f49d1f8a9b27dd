import type { By, CommonRefusal } from "~/commands/command.ts";
import { askReopening } from "~/commands/scoring/ask-reopening.ts";
import { confirmPaper } from "~/commands/scoring/confirm-paper.ts";
import { confirmReopening } from "~/commands/scoring/confirm-reopening.ts";
import { declineReopening } from "~/commands/scoring/decline-reopening.ts";
import { enterPaperSheet } from "~/commands/scoring/enter-paper.ts";
import { recuseJudge } from "~/commands/scoring/recuse-judge.ts";
import { rejectPaper } from "~/commands/scoring/reject-paper.ts";
import { requestCheck } from "~/commands/scoring/request-check.ts";
import type { ScoreTableRefusal } from "~/commands/scoring/table-place.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { readSheetForm } from "~/routes/judge/scoring/sheet-words.ts";

/** What comes back when an act at the desk was refused: which it was, and the words that were sent. */
export interface SheetDeskAnswer {
  error: CommonRefusal | ScoreTableRefusal;
  intent: string;
  reason: string;
  marks: Record<string, string>;
}

/** Runs the act that the form's `intent` names on the sheet at that place. */
export async function actAtTable(by: By, intent: string, place: object, form: FormData) {
  const { marks } = readSheetForm(form);
  const reason = textOf(form, "reason");
  const number = (name: string) => numberOf(form, name) ?? 0;
  const reopening = number("reopening");
  const paper = number("paper");
  const version = number("version");
  const run = () => {
    switch (intent) {
      case "ask-reopening":
        return askReopening(by, { ...place, version, reason });
      case "confirm-reopening":
        return confirmReopening(by, { ...place, reopening });
      case "decline-reopening":
        return declineReopening(by, { ...place, reopening });
      case "enter-paper":
        return enterPaperSheet(by, { ...place, paper, marks });
      case "confirm-paper":
        return confirmPaper(by, { ...place, paper, version });
      case "reject-paper":
        return rejectPaper(by, { ...place, paper, reason, keepPhoto: form.has("keepPhoto") });
      case "recuse":
        return recuseJudge(by, { ...place, reason });
      default:
        return requestCheck(by, place);
    }
  };
  return { answer: await run(), sent: { intent, reason, marks } };
}
