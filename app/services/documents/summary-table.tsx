import { View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import type { PaperFrame, SummaryPaper } from "./paper.ts";
import { DigestLine, grey, PaperPage, SignatureLine, Words } from "./parts.tsx";

const width = 762;
const rank = 46;
const number = 36;
const result = 60;
const leastProject = 100;
const step = 52;

type Row = SummaryPaper["rows"][number];

interface TableColumn {
  key: string;
  label: string;
  width: number;
  size: number;
  of: (row: Row) => { words: string; after?: string | null; struck?: boolean };
}

/**
 * All projects and judges on a page lying down, dropped totals struck; the steps of the rule; notes; the lines of scorer and
 * supervisor. What does not fit beside each other stands in a further table on its own pages, each with rank, project and result.
 */
export function SummaryTable(props: { frame: PaperFrame; paper: SummaryPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const tables = tablesOf(paper);
  return tables.map((columns, at) => (
    <PaperPage key={columns[0]?.key ?? "all"} frame={frame} width={width} lacking={lacking} landscape>
      <SummaryRows paper={paper} columns={columns} />
      {at === tables.length - 1 ? <SummaryEnd paper={paper} /> : null}
    </PaperPage>
  ));
}

function SummaryRows({ paper, columns }: { paper: SummaryPaper; columns: TableColumn[] }): ReactNode {
  const { words, rows } = paper;
  const project = width - rank - number - result - columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <>
      <View
        fixed
        style={{ flexDirection: "row", borderTopWidth: 1.2, borderBottomWidth: 1.2, backgroundColor: "#eee" }}
      >
        <Cell width={rank}>{words.rank}</Cell>
        <Cell width={number}>{words.number}</Cell>
        <Cell width={project} start>
          {words.project}
        </Cell>
        {columns.map((column) => (
          <Cell key={column.key} width={column.width} size={column.size}>
            {column.label}
          </Cell>
        ))}
        <Cell width={result}>{words.result}</Cell>
      </View>
      {rows.map((row) => (
        <View
          key={row.number}
          wrap={false}
          style={{ flexDirection: "row", borderBottomWidth: 0.6, alignItems: "center" }}
        >
          <Cell width={rank} bold>
            {row.rank}
          </Cell>
          <Cell width={number}>{row.number}</Cell>
          <Cell width={project} start>
            {row.project}
          </Cell>
          {columns.map((column) => {
            const cell = column.of(row);
            return (
              <View key={column.key} style={{ width: column.width }}>
                <Cell width={column.width} size={column.size} struck={cell.struck}>
                  {cell.words}
                </Cell>
                {cell.after?.split("\n").map((line) => (
                  <Cell key={line} width={column.width} size={column.size} struck={cell.struck}>
                    {line}
                  </Cell>
                ))}
              </View>
            );
          })}
          <Cell width={result} bold size={10}>
            {row.result}
          </Cell>
        </View>
      ))}
    </>
  );
}

function SummaryEnd({ paper }: { paper: SummaryPaper }): ReactNode {
  const { words, notes, signers, digest } = paper;
  // Nobody signs a page that shows no table's end
  return (
    <View wrap={false} style={{ marginTop: 6 }}>
      {notes.length > 0 ? (
        <Words width={width} size={9} bold>
          {words.notes}
        </Words>
      ) : null}
      {notes.map((note) => (
        <Words key={note} width={width} size={8} style={{ color: grey }}>
          {note}
        </Words>
      ))}
      <View style={{ flexDirection: "row", gap: 40, marginBottom: 4 }}>
        {signers.map(({ role, signature }) => (
          <SignatureLine key={role} label={role} date={words.date} signature={signature} width={340} height={40} />
        ))}
      </View>
      {digest ? <DigestLine label={paper.digestLabel} value={digest} width={width} /> : null}
    </View>
  );
}

/** The columns between project and result, as many tables as they take. */
function tablesOf({ judges, steps = [], rows }: SummaryPaper): TableColumn[][] {
  const room = width - rank - number - result - leastProject;
  const hasMore = rows.some(({ sheets }) => sheets.some(({ after }) => after));
  const least = hasMore ? 34 : 26;
  const beside = room - step * steps.length;
  // The steps stand beside the judges where these keep their room, else after them
  const ofJudges = least * judges.length <= beside ? beside : room;
  const judge = Math.max(least, Math.min(56, (ofJudges - leastProject) / Math.max(1, judges.length)));
  const size = judge < 36 ? 7 : 9;
  const columns: TableColumn[] = [
    ...judges.map(({ key, name }, at) => ({
      key: `judge:${key}`,
      label: name,
      width: judge,
      size,
      of: (row: Row) => {
        const { words = "", after, dropped } = row.sheets[at] ?? {};
        return { words, after, struck: dropped };
      },
    })),
    ...steps.map(({ key, label }, at) => ({
      key,
      label,
      width: step,
      size: 8,
      of: (row: Row) => ({ words: row.steps?.[at] ?? "" }),
    })),
  ];
  const tables: TableColumn[][] = [[]];
  let used = 0;
  for (const column of columns) {
    const startsSteps = column.key === steps[0]?.key && ofJudges === room && judges.length > 0;
    if (used + column.width > room || startsSteps) {
      tables.push([]);
      used = 0;
    }
    tables.at(-1)?.push(column);
    used += column.width;
  }
  return tables;
}

function Cell(props: {
  width: number;
  children: string;
  size?: number;
  bold?: boolean;
  struck?: boolean;
  start?: boolean;
}): ReactNode {
  const { width: own, children, size = 9, bold, struck, start } = props;
  return (
    <View style={{ width: own, paddingHorizontal: 3, paddingVertical: 1.5 }}>
      <Words
        width={own - 6}
        size={size}
        bold={bold}
        struck={struck}
        style={{ textAlign: start ? "left" : "right", lineHeight: 1.25 }}
      >
        {children}
      </Words>
    </View>
  );
}
