import { Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { linesOf } from "./fonts.ts";
import type { PaperFrame, SheetPage, SheetsPaper } from "./paper.ts";
import { DigestLine, grey, PaperPage, SignatureLine, Words } from "./parts.tsx";

const width = 515;
const columns = { label: 104, bands: 291, full: 50, mark: 70 };
const inner = (column: keyof typeof columns) => columns[column] - 12;

/** A page for each project and judge: criteria with their bands, marks, total, where it came from, signature, digest. */
export function ScoreSheets(props: { frame: PaperFrame; paper: SheetsPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const { pages, words, empty } = paper;
  if (pages.length === 0)
    return (
      <PaperPage frame={frame} width={width} lacking={lacking}>
        <Words width={width}>{empty}</Words>
      </PaperPage>
    );
  return pages.map((page, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pages of a printed paper stand still
    <PaperPage key={at} frame={frame} width={width} lacking={lacking}>
      <Sheet page={page} words={words} />
    </PaperPage>
  ));
}

function Sheet({ page, words }: { page: SheetPage; words: SheetsPaper["words"] }): ReactNode {
  const { facts, lines, total, notes, signature, digest } = page;
  return (
    <>
      <View style={{ marginBottom: 10 }}>
        {facts.map(({ term, words: text }) => (
          <View key={term} style={{ flexDirection: "row" }}>
            <Words width={90} style={{ color: grey }}>
              {term}
            </Words>
            <Words width={width - 90} bold>
              {text}
            </Words>
          </View>
        ))}
      </View>
      <Row head cells={[words.criterion, words.bands, words.full, words.mark]} />
      {lines.map((line) => (
        <View key={line.label} wrap={false} style={{ flexDirection: "row", borderBottomWidth: 0.6 }}>
          <View style={{ width: columns.label, padding: 6 }}>
            <Words width={inner("label")} bold>
              {line.label}
            </Words>
            {line.note ? (
              <Words width={inner("label")} size={8} style={{ color: grey }}>
                {line.note}
              </Words>
            ) : null}
          </View>
          <Bands bands={line.bands} />
          <View style={{ width: columns.full, padding: 6 }}>
            <Words width={inner("full")} style={{ textAlign: "right" }}>
              {line.full}
            </Words>
          </View>
          <View style={{ width: columns.mark, padding: 6, borderLeftWidth: 0.6 }}>
            <Words width={inner("mark")} size={13} bold style={{ textAlign: "right" }}>
              {line.mark ?? ""}
            </Words>
          </View>
        </View>
      ))}
      <View wrap={false} style={{ flexDirection: "row", borderBottomWidth: 1.2, alignItems: "center" }}>
        <Words width={width - columns.mark} size={12} bold style={{ padding: 6, textAlign: "right" }}>
          {words.total}
        </Words>
        <View style={{ width: columns.mark, padding: 6, borderLeftWidth: 0.6, minHeight: 30 }}>
          <Words width={inner("mark")} size={15} bold style={{ textAlign: "right" }}>
            {total ?? ""}
          </Words>
        </View>
      </View>
      <View style={{ marginTop: 8, gap: 2 }}>
        {notes.map((note) => (
          <Words key={note} width={width} size={8} style={{ color: grey }}>
            {note}
          </Words>
        ))}
      </View>
      <View wrap={false} style={{ marginTop: 6, gap: 6 }}>
        <SignatureLine label={words.signature} date={words.date} signature={signature} width={300} />
        {digest ? <DigestLine label={words.digest} value={digest} width={width} /> : null}
      </View>
    </>
  );
}

/** Two columns of lines that stay level: what each band is worth, what it means; the one that was reached in bold. */
function Bands({ bands }: { bands: SheetPage["lines"][number]["bands"] }): ReactNode {
  const size = 8;
  const rows = bands.map(({ label, range, guidance, reached }) => {
    const weight = reached ? 700 : 400;
    const left = linesOf(`${label} ${range}`, 66, size, weight);
    const right = linesOf(guidance, inner("bands") - 70, size, weight);
    const height = Math.max(left.length, right.length);
    const filled = (lines: string[]) => [...lines, ...Array<string>(height - lines.length).fill("")].join("\n");
    return { range, weight, left: filled(left), right: filled(right) };
  });
  const look = { fontSize: size, lineHeight: 1.5 };
  return (
    <View style={{ width: columns.bands, padding: 6, flexDirection: "row", gap: 4 }}>
      {(["left", "right"] as const).map((side) => (
        <Text key={side} style={{ ...look, width: side === "left" ? 66 : inner("bands") - 70 }}>
          {rows.map((row, at) => (
            <Text key={row.range} style={{ fontWeight: row.weight }}>
              {`${at > 0 ? "\n" : ""}${row[side]}`}
            </Text>
          ))}
        </Text>
      ))}
    </View>
  );
}

function Row({ cells }: { head: true; cells: [string, string, string, string] }): ReactNode {
  const keys = ["label", "bands", "full", "mark"] as const;
  return (
    <View style={{ flexDirection: "row", borderTopWidth: 1.2, borderBottomWidth: 1.2, backgroundColor: "#eee" }}>
      {keys.map((key, at) => (
        <View key={key} style={{ width: columns[key], paddingHorizontal: 6, paddingVertical: 3 }}>
          <Words width={inner(key)} size={9} style={at > 1 ? { textAlign: "right" } : {}}>
            {cells[at] ?? ""}
          </Words>
        </View>
      ))}
    </View>
  );
}
