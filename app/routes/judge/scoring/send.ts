import type { ActionFunctionArgs } from "@remix-run/node";
import type { CommonRefusal } from "~/commands/command.ts";
import { handInSheet } from "~/commands/scoring/hand-in-sheet.ts";
import type { SheetRefusal } from "~/commands/scoring/own-sheet.ts";
import { recuse } from "~/commands/scoring/recuse.ts";
import { answerScript, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { asItsJudge } from "./draft.ts";
import { readSheetForm } from "./sheet-words.ts";

/** What the server says to a draft, a sheet that is handed in, or a recusal, by the tablet's script. */
export type SheetSendAnswer =
  | { ok: true; value: { at: string; version?: number; total?: string } }
  | { ok: false; error: SheetRefusal | CommonRefusal | { type: "late"; keptAt: string } };

/** Takes what the tablet's queue sends: a sheet handed in, or a recusal. The answer as JSON, and no page. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by: sender, intent } = await readForm({ request, context });
  const by = asItsJudge(sender, form);
  const place = { round: params.round, entry: params.entry };
  const answer: SheetSendAnswer =
    intent === "recuse"
      ? await withTimestamp(recuse(by, { ...place, reason: textOf(form, "reason") }))
      : await withTimestamp(
          handInSheet(by, { ...place, ...readSheetForm(form), writtenAt: textOf(form, "at") || null }),
        );
  return answerScript(answer);
}

type SheetAcknowledgement = { version?: number; total?: string } & ({ submittedAt: string } | { recusedAt: string });
type SendFailure = Extract<SheetSendAnswer, { ok: false }>;

async function withTimestamp(
  answered: Promise<{ ok: true; value: SheetAcknowledgement } | SendFailure>,
): Promise<SheetSendAnswer> {
  const answer = await answered;
  if (!answer.ok) return answer;
  const { value } = answer;
  // Said after the commit: a page that was made before does not hold it, and must be seen to be older
  return { ok: true, value: { at: now().toISOString(), version: value.version, total: value.total } };
}

export function loader(): never {
  throw notFound();
}
