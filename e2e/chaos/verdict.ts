import type { Database } from "../../db/client.ts";
import type { Acknowledged } from "./judges.ts";

/**
 * What the database holds of the round against what was acknowledged, in words; nothing when all is well: every
 * acknowledged sheet is there once with its marks, none more is there, and each has its audit entry, once.
 */
export async function findWrongs(
  { sql }: Database,
  roundId: number,
  acknowledged: readonly (Acknowledged & { judge: string })[],
): Promise<string[]> {
  const sheets = await sql<{ entry: string; judge: string; state: string; marks: Record<string, number> }[]>`
    select entries.key as entry, panel_members.key as judge, sheets.state,
      (select jsonb_object_agg(criteria.key, marks.mark) from marks join criteria on criteria.id = marks.criterion_id
        where marks.round_id = sheets.round_id and marks.sheet_id = sheets.id) as marks
    from sheets join entries on entries.id = sheets.entry_id join panel_members on panel_members.id = sheets.judge_id
    where sheets.round_id = ${roundId}`;
  const audited = await sql<{ entry: string; judge: string; times: number }[]>`
    select facts ->> 'entry' as entry, facts ->> 'judge' as judge, count(*)::int as times
    from audit_entries where round_id = ${roundId} and command = 'submit-sheet' group by 1, 2`;
  const nameOf = (each: { entry: string; judge: string }) => `${each.judge} on ${each.entry}`;
  const wrongs: string[] = [];
  const found = Map.groupBy(sheets, nameOf);
  const entries = new Map(audited.map((each) => [nameOf(each), each.times]));
  for (const { task, judge } of acknowledged) {
    const name = nameOf({ entry: task.entry, judge });
    const [sheet, ...more] = found.get(name) ?? [];
    if (!sheet) wrongs.push(`${name}: acknowledged and lost`);
    else if (more.length > 0) wrongs.push(`${name}: doubled`);
    else if (sheet.state !== "submitted") wrongs.push(`${name}: acknowledged, and ${sheet.state}`);
    else if (!sameMarks(sheet.marks, task.marks)) wrongs.push(`${name}: other marks than were acknowledged`);
    if (entries.get(name) !== 1) wrongs.push(`${name}: ${entries.get(name) ?? 0} audit entries`);
  }
  const known = new Set(acknowledged.map(({ task, judge }) => nameOf({ entry: task.entry, judge })));
  for (const name of [...found.keys(), ...entries.keys()])
    if (!known.has(name)) wrongs.push(`${name}: there, and acknowledged to nobody`);
  return wrongs;
}

function sameMarks(kept: Record<string, number>, given: Record<string, string>): boolean {
  const keys = Object.keys(given);
  return (
    Object.keys(kept).length === keys.length && keys.every((key) => kept[key] === Math.round(Number(given[key]) * 100))
  );
}
