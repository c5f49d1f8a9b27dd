import type { ActionFunctionArgs } from "@remix-run/node";
import type { By } from "~/commands/command.ts";
import { saveSheetDraft } from "~/commands/scoring/save-sheet-draft.ts";
import { answerScript, readDraft } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { readSheetForm } from "./sheet-words.ts";

/** Keeps the draft for the page's script: the command's answer as JSON, and no page. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readDraft({ request, context });
  const answer = await saveSheetDraft(asItsJudge(by, form), {
    round: params.round,
    entry: params.entry,
    ...readSheetForm(form),
  });
  if (!answer.ok) return answerScript(answer);
  // Said after the commit: a page that was made before does not hold the draft, and must be seen to be older
  return answerScript({ ...answer, value: { ...answer.value, savedAt: now().toISOString() } });
}

export type DraftAnswer = Awaited<ReturnType<typeof saveSheetDraft>>;

export function loader(): never {
  throw notFound();
}

/** What one judge wrote on a tablet never goes out in the name of another, who signed in there afterwards: it counts as signed out. */
export function asItsJudge(by: By, form: FormData): By {
  const isOtherJudge = form.has("judge") && textOf(form, "judge") !== by.actor?.id;
  return isOtherJudge ? { ...by, actor: null } : by;
}
