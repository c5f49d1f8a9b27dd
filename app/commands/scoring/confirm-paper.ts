import { z } from "zod";
import { whyNotCheckPaper } from "~/rules/scoring/paper-sheet.ts";
import { decidePaper, findPaper, submitPaper } from "~db/queries/scoring/paper-sheets.ts";
import { writeDraft } from "~db/queries/scoring/sheet-writes.ts";
import { command, done, refuse } from "../command.ts";
import { digestOfMarks } from "./marks-digest.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

/**
 * Another person has held what was entered against the photo: the sheet is handed in, marked as paper. `version` is that
 * of the draft on the judge's tablet which it replaces, as the page showed it; 0 for none.
 */
export const confirmPaper = command({
  name: "confirm-paper",
  input: z.object({ ...placeInput, paper: z.number().int().positive(), version: z.number().int().min(0) }),
  who: placeFor("check-paper"),
  run: async ({ trx, input, subject, actor, at }) => {
    const paper = await findPaper(trx, subject, input.paper);
    if (!paper?.marks) return refuse<ScoreTableRefusal>({ type: "stale-version" });
    const place = { round: subject.roundState, recused: subject.recused, sheet: subject.sheet };
    const why = whyNotCheckPaper(paper, place, { checkedBy: actor.id, writtenOver: input.version });
    if (why !== null) return refuse<ScoreTableRefusal>({ type: why });
    const { marks } = paper;
    const saved = await writeDraft(trx, subject, {
      expected: input.version,
      marks: subject.criteria.flatMap(({ id, key }) => {
        const mark = marks[key];
        return mark === undefined ? [] : [{ criterionId: id, mark }];
      }),
      // The judge's private note is nobody else's to take away
      note: subject.sheet?.note ?? null,
      at,
    });
    if (!saved) return refuse<ScoreTableRefusal>({ type: "stale-version" });
    await submitPaper(trx, saved.id, at);
    await decidePaper(trx, paper.id, { state: "checked", decidedById: actor.id, decidedAt: at });
    const { entry, judge } = input;
    const facts = { entry, judge, paper: paper.id, version: saved.version, marks: digestOfMarks(marks) };
    return done({ version: saved.version }, facts);
  },
});
