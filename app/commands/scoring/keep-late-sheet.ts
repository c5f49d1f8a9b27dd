import { z } from "zod";
import { lackingMarks } from "~/rules/scoring/sheet.ts";
import { insertLateSheet } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { digestOfMarks } from "./marks-digest.ts";
import { changedMeanwhile, invalidMarks, marksOf, ownSheetOf, type SheetRefusal, sheetInput } from "./own-sheet.ts";

/**
 * A sheet that came after the scoring ended is no part of the result. It is kept beside, whole, for the scorer to see; sent
 * twice (by its key), it is kept once.
 */
export const keepLateSheet = command({
  name: "keep-late-sheet",
  input: sheetInput.extend({
    key: z.string().min(8).max(200),
    /** When the judge handed it in, by the tablet's clock. */
    writtenAt: z.iso.datetime({ offset: true }).nullable().catch(null),
  }),
  who: ownSheetOf,
  run: async ({ trx, input, subject, at }) => {
    if (subject.recused) return refuse<SheetRefusal>({ type: "recused" });
    if (subject.sheet?.state === "submitted") return await changedMeanwhile(trx, subject);
    if (subject.state !== "closed") return refuse<SheetRefusal>({ type: "round-not-open", state: subject.state });
    const read = marksOf(subject, input.marks);
    if (!read.ok) return read;
    const lacking = lackingMarks(subject.criteria, read.marks);
    if (lacking.length > 0) return invalidMarks(lacking);
    const { roundId, entryId, judgeId, judge } = subject;
    const receivedAt = await insertLateSheet(trx, {
      roundId,
      entryId,
      judgeId,
      key: input.key,
      receivedAt: at,
      marks: read.marks,
      note: input.note.trim() || null,
      writtenAt: input.writtenAt === null ? null : new Date(input.writtenAt),
    });
    return done(
      { keptAt: receivedAt.toISOString() },
      { entry: input.entry, judge, marks: digestOfMarks(read.marks), again: receivedAt < at },
    );
  },
});
