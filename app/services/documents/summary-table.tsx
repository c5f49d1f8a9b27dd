import { View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import type { PaperFrame, SummaryPaper } from "./paper.ts";
import { DigestLine, grey, PaperPage, SignatureLine, Words } from "./parts.tsx";

const width = 762;
const rank = 46;
const number = 36;
const result = 60;

/** All projects and judges on a page lying down, dropped totals struck; notes; the lines of scorer and supervisor. */
export function SummaryTable(props: { frame: PaperFrame; paper: SummaryPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const { words, judges, rows, notes, signers, digest } = paper;
  const judge = Math.max(26, Math.min(56, (width - rank - number - result - 200) / Math.max(1, judges.length)));
  const project = width - rank - number - result - judge * judges.length;
  const size = judge < 36 ? 7 : 9;
  return (
    <PaperPage frame={frame} width={width} lacking={lacking} landscape>
      <View
        fixed
        style={{ flexDirection: "row", borderTopWidth: 1.2, borderBottomWidth: 1.2, backgroundColor: "#eee" }}
      >
        <Cell width={rank}>{words.rank}</Cell>
        <Cell width={number}>{words.number}</Cell>
        <Cell width={project} start>
          {words.project}
        </Cell>
        {judges.map(({ key, name }) => (
          <Cell key={key} width={judge} size={size}>
            {name}
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
          {row.sheets.map((sheet, at) => (
            <Cell key={judges[at]?.key} width={judge} size={size} struck={sheet.dropped}>
              {sheet.words}
            </Cell>
          ))}
          <Cell width={result} bold size={10}>
            {row.result}
          </Cell>
        </View>
      ))}
      {/* Nobody signs a page that shows no table's end */}
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
    </PaperPage>
  );
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
