import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { answerCheck } from "~/commands/scoring/answer-check.ts";
import { answerScript, readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { notFound } from "~/services/http/guard.ts";

/** The judge's answer to a request to check the sheet; the sheet's page says how it stands, also where it was answered before. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const { round, entry } = params;
  const answer = await answerCheck(by, { round, entry, answer: textOf(form, "answer") });
  if (!answer.ok && answer.error.type === "invalid-input") return answerScript(answer);
  if (!answer.ok && answer.error.type !== "illegal-step") return refused(answer.error, request);
  return redirect(`/judge/${round}/${encodeURIComponent(entry ?? "")}`, 303);
}

export function loader(): never {
  throw notFound();
}
