import type { ActionFunctionArgs } from "@remix-run/node";
import { saveSheetDraft } from "~/commands/sheets/save-sheet-draft.ts";
import { notFound } from "~/services/guard.ts";
import { readSheetForm } from "./sheet-words.ts";

/** Keeps the draft for the page's script: the command's answer as JSON, and no page. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const by = { db: context.db, actor: await context.actor() };
  const sent = readSheetForm(await request.formData());
  const answer = await saveSheetDraft(by, { round: params.round, entry: params.entry, ...sent });
  return Response.json(answer, { status: answer.ok ? 200 : statusOf(answer.error.type) });
}

export type DraftAnswer = Awaited<ReturnType<typeof saveSheetDraft>>;

export function loader(): never {
  throw notFound();
}

function statusOf(type: string): number {
  return { "signed-out": 401, "not-found": 404, "invalid-input": 422 }[type] ?? 409;
}
