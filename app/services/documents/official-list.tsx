import { Page, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { family, printable } from "./fonts.ts";
import type { OfficialPaper, PaperFrame } from "./paper.ts";
import { grey, Words } from "./parts.tsx";

/** Margins in points: 37 mm on top, 35 below, 28 to the left, 26 to the right (GB/T 9704). */
const edge = { paddingTop: 105, paddingBottom: 99, paddingLeft: 79, paddingRight: 74 };
const width = 442;
const body = 14;
const cell = 10.5;

/** Heading in the middle, paragraphs set in by two characters, the table, who gives it and the day to the right. */
export function OfficialList(props: { frame: PaperFrame; paper: OfficialPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const { heading, paragraphs, after, rows, empty, signed } = paper;
  return (
    <Page size="A4" style={{ fontFamily: family, fontSize: body, ...edge }}>
      <Words width={width} size={21} bold style={{ textAlign: "center", marginBottom: 20 }}>
        {heading}
      </Words>
      {paragraphs.map((text) => (
        <Paragraph key={text}>{text}</Paragraph>
      ))}
      {rows.length === 0 ? <Paragraph>{empty}</Paragraph> : <Table paper={paper} />}
      <View style={{ marginTop: 12 }}>
        {after.map((text) => (
          <Paragraph key={text}>{text}</Paragraph>
        ))}
      </View>
      <View wrap={false} style={{ marginTop: 24 }}>
        {signed.map((text) => (
          <Words key={text} width={width - 28} size={body} style={{ textAlign: "right", lineHeight: 1.7 }}>
            {text}
          </Words>
        ))}
      </View>
      <View fixed style={{ position: "absolute", left: 79, width, bottom: 62 }}>
        <Text
          style={{ fontSize: 11, textAlign: "center" }}
          render={({ pageNumber }) => (pageNumber ? `— ${pageNumber} —` : "")}
        />
        {lacking ? <Text style={{ fontSize: 7, color: grey }}>{printable(frame.missing)}</Text> : null}
      </View>
    </Page>
  );
}

function Paragraph({ children }: { children: string }): ReactNode {
  return (
    <Words width={width} size={body} style={{ lineHeight: 1.75 }}>
      {`　　${children}`}
    </Words>
  );
}

function Table({ paper: { columns, rows } }: { paper: OfficialPaper }): ReactNode {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => (width * share) / all);
  const line = (cells: string[], bold: boolean) =>
    columns.map(({ label, end }, at) => (
      <View key={label} style={{ width: widths[at], paddingHorizontal: 4, paddingVertical: 4 }}>
        <Words
          width={(widths[at] ?? 0) - 8}
          size={cell}
          bold={bold}
          style={{ textAlign: end ? "right" : "left", lineHeight: 1.35 }}
        >
          {cells[at] ?? ""}
        </Words>
      </View>
    ));
  return (
    <View style={{ marginTop: 10 }}>
      <View fixed style={{ flexDirection: "row", borderTopWidth: 1.2, borderBottomWidth: 0.8 }}>
        {line(
          columns.map(({ label }) => label),
          true,
        )}
      </View>
      {rows.map((cells) => (
        <View key={cells.join("\n")} wrap={false} style={{ flexDirection: "row", borderBottomWidth: 0.5 }}>
          {line(cells, false)}
        </View>
      ))}
    </View>
  );
}
