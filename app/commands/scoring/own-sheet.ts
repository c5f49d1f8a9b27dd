import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { type Marks, readMarks, type SheetProblem } from "~/rules/scoring/sheet.ts";
import { whyNotSubmitSheet, whyNotWriteSheet } from "~/rules/scoring/sheet-lock.ts";
import { findStoredSheet, lockOwnSheet, type OwnSheet, type SheetAddress } from "~db/queries/scoring/sheet-writes.ts";
import type { DB } from "~db/schema.ts";
import { type FieldError, refuse } from "../command.ts";

const key = z.string().min(1).max(200);

/** What a judge's tablet sends: `marks` as decimal strings by criterion key, blank for none; `version` 0 for a new sheet. */
export const sheetInput = z.object({
  round: key,
  entry: key,
  version: z.number().int().min(0),
  marks: z.record(z.string().max(40), z.string().max(40)),
  note: z.string().max(2000).default(""),
});

/** A sheet as it stands in the database, in the words of the tablet. */
export interface StoredSheet {
  version: number;
  state: "draft" | "submitted";
  marks: Record<string, string>;
  note: string;
  submittedAt: string | null;
}

/** Why a judge's act on the own sheet was refused. */
export type SheetRefusal =
  | { type: "recused" }
  /** The state of the round does not allow writing: not open yet, or closed. */
  | { type: "round-not-open"; state: RoundState }
  /** The conductor opens the scoring project by project, and has not come to this one. Drafts may be kept. */
  | { type: "scoring-not-open" }
  | { type: "sheet-locked"; submittedAt: string }
  /** The sheet was written elsewhere meanwhile; null when it is gone. */
  | { type: "stale-version"; stored: StoredSheet | null }
  | { type: "invalid-input"; fields: FieldError[] };

const no = refuse<SheetRefusal>;

/** The seat's own sheet, locked for writing, when the actor is a judge there and sits on the panel; else null. */
export async function ownSheetOf(request: { trx: Transaction<DB>; actor: Actor; input: Omit<SheetAddress, "userId"> }) {
  const { trx, actor, input } = request;
  const own = await lockOwnSheet(trx, { round: input.round, entry: input.entry, userId: actor.id });
  return own && can(actor, "judge", { editionId: own.editionId, roundId: own.roundId }) ? own : null;
}

/** The refusal where the rules do not let the sheet be written over that version, or be handed in; null where they do. */
export async function whyNotWritable(
  trx: Transaction<DB>,
  own: OwnSheet,
  { writtenOver, submit }: { writtenOver: number; submit: boolean },
) {
  const { recused, state: round, scoringOpen, sheet } = own;
  const place = { recused, submitted: sheet?.state === "submitted", round, version: sheet?.version ?? 0, writtenOver };
  const why = submit ? whyNotSubmitSheet({ ...place, scoringOpen }) : whyNotWriteSheet(place);
  if (why === null) return null;
  if (why === "sheet-locked" || why === "stale-version") return await changedMeanwhile(trx, own);
  return why === "round-not-open" ? no({ type: why, state: round }) : no({ type: why });
}

/** The refusal that shows what is stored instead: a locked sheet, or a newer draft. */
export async function changedMeanwhile(trx: Transaction<DB>, own: OwnSheet) {
  const stored = await findStoredSheet(trx, own);
  const submittedAt = stored?.submittedAt?.toISOString() ?? null;
  if (submittedAt !== null) return no({ type: "sheet-locked", submittedAt });
  return no({
    type: "stale-version",
    stored: stored
      ? {
          version: stored.version,
          state: "draft",
          marks: Object.fromEntries(stored.marks.map(({ key, mark }) => [key, formatHundredths(mark)])),
          note: stored.note ?? "",
          submittedAt,
        }
      : null,
  });
}

/** The marks that were written, or the refusal that names every criterion whose mark is not allowed. */
export function marksOf(own: OwnSheet, written: Record<string, string>) {
  const { marks, problems } = readMarks(own.criteria, written);
  return problems.length > 0 ? invalidMarks(problems) : { ok: true as const, marks };
}

export function invalidMarks(problems: SheetProblem[]) {
  return no({
    type: "invalid-input",
    fields: problems.map(({ key, code, message }) => ({ path: `marks.${key}`, code, message })),
  });
}

/** The marks beside their criteria's ids, as the database keeps them. */
export function markRows(own: OwnSheet, marks: Marks) {
  return own.criteria.flatMap(({ id, key }) => {
    const mark = marks[key];
    return mark === undefined ? [] : [{ criterionId: id, mark }];
  });
}
