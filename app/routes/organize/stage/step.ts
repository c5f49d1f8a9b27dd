import type { ActionFunctionArgs } from "@remix-run/node";
import { takeStep } from "~/commands/stage/take-step.ts";
import { notFound } from "~/services/http/guard.ts";
import { conductPicture } from "~/services/live/stage-picture.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { senderOf } from "../rounds/rubric-editor.tsx";
import { readStep } from "./read-step.ts";

/** Takes a step for the page's script: the command's answer as JSON, with the picture after it, whoever made it. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const answer = await takeStep(await senderOf(context, form), readStep(form, params.round));
  const refused = answer.ok ? null : answer.error.type;
  if (refused === "signed-out" || refused === "not-found")
    return Response.json(answer, { status: refused === "signed-out" ? 401 : 404 });
  const round = await findRound(context.db, params.round ?? "");
  const picture = refused === "invalid-input" || !round ? null : await conductPicture(context.db, round.id);
  const status = answer.ok ? 200 : refused === "invalid-input" ? 422 : 409;
  return Response.json({ ...answer, picture }, { status });
}

export type StepAnswer = Awaited<ReturnType<typeof takeStep>>;

export function loader(): never {
  throw notFound();
}
