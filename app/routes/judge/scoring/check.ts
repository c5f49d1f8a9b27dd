import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { answerCheck } from "~/commands/scoring/answer-check.ts";
import { refused } from "~/routes/signing-problem.ts";
import { notFound } from "~/services/http/guard.ts";
import { textIn } from "./sheet-words.ts";

/** The judge's answer to a request to check the sheet; the sheet's page says how it stands, also where it was answered before. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const by = { db: context.db, actor: await context.actor() };
  const { round, entry } = params;
  const answer = await answerCheck(by, { round, entry, answer: textIn(form, "answer") });
  const unread = !answer.ok && answer.error.type === "invalid-input";
  if (unread) return Response.json(answer, { status: 422 });
  if (!answer.ok && answer.error.type !== "illegal-step") return refused(answer.error, request);
  return redirect(`/judge/${round}/${encodeURIComponent(entry ?? "")}`, 303);
}

export function loader(): never {
  throw notFound();
}
