import type { ActionFunctionArgs } from "@remix-run/node";
import { saveSheetDraft } from "~/commands/scoring/save-sheet-draft.ts";
import { answerScript } from "~/forms/action.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { readSheetForm } from "./sheet-words.ts";

/** Keeps the draft for the page's script: the command's answer as JSON, and no page. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const actor = await context.actor();
  const by = { db: context.db, actor: isOtherJudge(actor, form) ? null : actor };
  const answer = await saveSheetDraft(by, { round: params.round, entry: params.entry, ...readSheetForm(form) });
  if (!answer.ok) return answerScript(answer);
  // Said after the commit: a page that was made before does not hold the draft, and must be seen to be older
  return Response.json({ ...answer, value: { ...answer.value, savedAt: now().toISOString() } });
}

export type DraftAnswer = Awaited<ReturnType<typeof saveSheetDraft>>;

export function loader(): never {
  throw notFound();
}

/** What one judge wrote on a tablet never goes out in the name of another, who signed in there afterwards. */
export function isOtherJudge(actor: Actor | null, form: FormData): boolean {
  return form.has("judge") && form.get("judge") !== actor?.id;
}
