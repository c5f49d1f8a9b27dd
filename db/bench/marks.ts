import { markRows } from "~/reads/documents/mark-rows.ts";
import { csvTable } from "../../app/services/spreadsheet/csv.ts";
import { readWorked, standingsWorkbook } from "../../app/services/spreadsheet/workbook.ts";
import { onBenchDatabase } from "./database.ts";
import { compare, printFigure } from "./measure.ts";
import { insertRound, trimmedMean } from "./rounds.ts";

/** All marks of 500 entries × 7 judges × 5 criteria out of the house, as CSV and as workbook with formulas, against COPY of the same rows. */
export async function benchMarks(): Promise<void> {
  await onBenchDatabase(async ({ db, sql }) => {
    const id = await insertRound(db, { entries: 500, judges: 7, rule: trimmedMean });
    const copy = async () => {
      const stream = await sql
        .unsafe(
          `copy (select entries.running_order, entries.key, entries.title, panel_members.key, panel_members.name, criteria.label, criteria.max, marks.mark, sheets.submitted_at
            from marks join sheets on sheets.id = marks.sheet_id join entries on entries.id = sheets.entry_id
              join panel_members on panel_members.id = sheets.judge_id join criteria on criteria.id = marks.criterion_id
            where marks.round_id = ${id} order by entries.running_order, panel_members.key, criteria.position) to stdout (format csv)`,
        )
        .readable();
      for await (const _ of stream);
    };
    const csv = async () => {
      const { rows } = await markRows(db, { round: { id }, locale: "zh-CN" });
      for await (const _ of csvTable(rows));
    };
    const workbook = async () => {
      const worked = await readWorked(db, id);
      if (!worked) throw new Error("the round has a rule");
      for await (const _ of standingsWorkbook(worked, { warning: null, lines: [] }));
    };
    for (const [name, ours] of [["CSV", csv] as const, ["workbook", workbook] as const]) {
      const { ours: ms, baseline, ratio } = await compare(copy, ours, { times: 9, warmUp: 2 });
      printFigure(
        `17,500 marks as ${name}: ${ms.toFixed(0)} ms; COPY of the same rows: ${baseline.toFixed(0)} ms; ratio ${ratio.toFixed(1)}`,
      );
    }
  });
}
