import { Page, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { family, fitted, printable } from "./fonts.ts";
import type { OfficialPaper, PaperFrame } from "./paper.ts";
import { grey, Words } from "./parts.tsx";

/** Margins in points: 37 mm on top, 35 below, 28 to the left, 26 to the right (GB/T 9704). */
const edge = { paddingTop: 105, paddingBottom: 99, paddingLeft: 79, paddingRight: 74 };
const width = 442;
const body = 14;
const cell = 10.5;
const leading = 1.7;

/** Heading in the middle, paragraphs set in by two characters, the table, who gives it and the day to the right. */
export function OfficialList(props: { frame: PaperFrame; paper: OfficialPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const { heading, paragraphs, rows, empty, signed } = paper;
  return (
    <Page size="A4" style={{ fontFamily: family, fontSize: body, ...edge }}>
      <Words width={width} size={21} bold style={{ textAlign: "center", marginBottom: 20 }}>
        {heading}
      </Words>
      {paragraphs.map((text) => (
        <Paragraph key={text}>{text}</Paragraph>
      ))}
      {rows.length === 0 ? (
        <>
          <Paragraph>{empty}</Paragraph>
          <Signature lines={signed} />
        </>
      ) : (
        <Table paper={paper} />
      )}
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

/** Who gives it, and the day: whole on one page whatever their number, smaller where they are many. */
function Signature({ lines }: { lines: readonly string[] }): ReactNode {
  const box = { width: width - 28, height: 400, sizes: [body, 12, 10.5, 9, 8, 7, 6, 5], weight: 400, leading } as const;
  const { lines: fitting, size } = fitted(lines.join("\n"), box);
  const style = { width: box.width, fontSize: size, lineHeight: leading, textAlign: "right" } as const;
  return (
    <View wrap={false} style={{ marginTop: 24 }}>
      <Text style={style}>{fitting.join("\n")}</Text>
    </View>
  );
}

/** The last row stays with the signature, so that it is never alone on a page. */
function Table({ paper: { columns, rows, signed } }: { paper: OfficialPaper }): ReactNode {
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
  const row = (cells: string[]) => (
    <View key={cells.join("\n")} wrap={false} style={{ flexDirection: "row", borderBottomWidth: 0.5 }}>
      {line(cells, false)}
    </View>
  );
  return (
    <View style={{ marginTop: 10 }}>
      <View fixed style={{ flexDirection: "row", borderTopWidth: 1.2, borderBottomWidth: 0.8 }}>
        {line(
          columns.map(({ label }) => label),
          true,
        )}
      </View>
      {rows.slice(0, -1).map(row)}
      <View wrap={false}>
        {rows.slice(-1).map(row)}
        <Signature lines={signed} />
      </View>
    </View>
  );
}
