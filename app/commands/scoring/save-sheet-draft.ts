import { writeDraft } from "~db/queries/scoring/sheet-writes.ts";
import { command, done } from "../command.ts";
import { changedMeanwhile, markRows, marksOf, ownSheetOf, sheetInput, whyNotWritable } from "./own-sheet.ts";

/** A judge keeps an unfinished sheet: some marks, a private note. Answers its new version and when it was saved. */
export const saveSheetDraft = command({
  name: "save-sheet-draft",
  input: sheetInput,
  who: ownSheetOf,
  run: async ({ trx, input, subject, at }) => {
    const refused = await whyNotWritable(trx, subject, { writtenOver: input.version, submit: false });
    if (refused) return refused;
    const read = marksOf(subject, input.marks);
    if (!read.ok) return read;
    const saved = await writeDraft(trx, subject, {
      expected: input.version,
      marks: markRows(subject, read.marks),
      note: input.note.trim() || null,
      at,
    });
    if (!saved) return await changedMeanwhile(trx, subject);
    return done(
      { version: saved.version, savedAt: at.toISOString() },
      { entry: input.entry, judge: subject.judge, version: saved.version },
    );
  },
});
