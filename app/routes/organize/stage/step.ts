import type { ActionFunctionArgs } from "@remix-run/node";
import { takeStep } from "~/commands/stage/take-step.ts";
import { answerScript, readForm } from "~/forms/action.ts";
import { notFound } from "~/services/http/guard.ts";
import { conductPicture } from "~/services/live/stage-picture.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { readStep } from "./read-step.ts";

/** Takes a step for the page's script: the command's answer as JSON, with the picture after it, whoever made it. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const panel = new URL(request.url).searchParams.get("panel");
  const answer = await takeStep(by, { ...readStep(form, params.round), panel });
  const refusal = answer.ok ? null : answer.error.type;
  if (refusal === "signed-out" || refusal === "not-found") return answerScript(answer);
  const round = await findRound(context.db, params.round ?? "");
  const picture = refusal === "invalid-input" || !round ? null : await conductPicture(context.db, round.id, panel);
  return answerScript({ ...answer, picture });
}

export type StepAnswer = Awaited<ReturnType<typeof takeStep>>;

export function loader(): never {
  throw notFound();
}
