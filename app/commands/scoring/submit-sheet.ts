import { formatTotal, lackingMarks } from "~/rules/scoring/sheet.ts";
import { submitDraft, writeDraft } from "~db/queries/scoring/sheet-writes.ts";
import { command, done } from "../command.ts";
import { digestOfMarks } from "./marks-digest.ts";
import {
  changedMeanwhile,
  invalidMarks,
  markRows,
  marksOf,
  ownSheetOf,
  sheetInput,
  whyNotWritable,
} from "./own-sheet.ts";

/**
 * A judge hands in a sheet: every criterion marked. From here on nobody changes it. On the path of the hall's busiest
 * minute: three statements of its own, whatever the number of criteria.
 */
export const submitSheet = command({
  name: "submit-sheet",
  input: sheetInput,
  who: ownSheetOf,
  run: async ({ trx, input, subject, at }) => {
    const refused = await whyNotWritable(trx, subject, { writtenOver: input.version, submit: true });
    if (refused) return refused;
    const read = marksOf(subject, input.marks);
    if (!read.ok) return read;
    const lacking = lackingMarks(subject.criteria, read.marks);
    if (lacking.length > 0) return invalidMarks(lacking);
    const saved = await writeDraft(trx, subject, {
      expected: input.version,
      marks: markRows(subject, read.marks),
      note: input.note.trim() || null,
      at,
    });
    if (!saved) return await changedMeanwhile(trx, subject);
    await submitDraft(trx, saved.id, at);
    return done(
      {
        version: saved.version,
        submittedAt: at.toISOString(),
        total: formatTotal(subject.criteria, read.marks, subject.placesSheet),
      },
      { entry: input.entry, judge: subject.judge, version: saved.version, marks: digestOfMarks(read.marks) },
    );
  },
});
