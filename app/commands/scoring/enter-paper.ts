import { z } from "zod";
import { lackingMarks, readMarks } from "~/rules/scoring/sheet.ts";
import { enterPaper, findPaper } from "~db/queries/scoring/paper-sheets.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { digestOfMarks } from "./marks-digest.ts";
import { placeFor, placeInput, type ScoreTableRefusal } from "./table-place.ts";

type EnterRefusal = ScoreTableRefusal | { type: "invalid-input"; fields: FieldError[] };

/** The scorer enters what stands on the photographed paper: every criterion. It counts once another person has checked it. */
export const enterPaperSheet = command({
  name: "enter-paper",
  input: z.object({
    ...placeInput,
    paper: z.number().int().positive(),
    marks: z.record(z.string().max(40), z.string().max(40)),
  }),
  who: placeFor("keep-scores"),
  run: async ({ trx, input, subject, actor, at }) => {
    const paper = await findPaper(trx, subject, input.paper);
    // Two scorers at once: whoever is second sees what the first one entered
    if (paper?.state !== "photographed") return refuse<EnterRefusal>({ type: "stale-version" });
    const { marks, problems } = readMarks(subject.criteria, input.marks);
    const wrong = [...problems, ...(problems.length === 0 ? lackingMarks(subject.criteria, marks) : [])];
    if (wrong.length > 0) {
      const fields = wrong.map(({ key, code, message }) => ({ path: `marks.${key}`, code, message }));
      return refuse<EnterRefusal>({ type: "invalid-input", fields });
    }
    await enterPaper(trx, paper.id, { marks, enteredById: actor.id, enteredAt: at });
    const { entry, judge } = input;
    return done({}, { entry, judge, paper: paper.id, marks: digestOfMarks(marks) });
  },
});
