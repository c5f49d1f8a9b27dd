import { Page, Path, Svg, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { padHeight, strokesPath } from "~/rules/scoring/signature.ts";
import { family, linesOf, printable } from "./fonts.ts";
import type { PaperFrame, PaperSignature, SlipsPaper } from "./paper.ts";

const margin = 40;
export const grey = "#555";
type Style = Record<string, string | number>;

/** Words in lines broken by the rules of Chinese; `width` in points. */
export function Words(props: {
  width: number;
  size?: number;
  bold?: boolean;
  struck?: boolean;
  style?: Style;
  children: string;
}): ReactNode {
  const { width, size = 10, bold = false, struck = false, style = {}, children } = props;
  const lines = linesOf(children, width, size, bold ? 700 : 400);
  const look = { fontSize: size, lineHeight: 1.4, fontWeight: bold ? 700 : 400, width };
  return (
    <Text style={{ ...look, ...(struck ? { textDecoration: "line-through" as const } : {}), ...style }}>
      {lines.join("\n")}
    </Text>
  );
}

/** A page with its head and foot, repeated wherever what is on it goes on. `width`: between the margins. */
export function PaperPage(props: {
  frame: PaperFrame;
  width: number;
  landscape?: boolean;
  lacking: boolean;
  children: ReactNode;
}): ReactNode {
  const { frame, width, landscape, lacking, children } = props;
  const half = width / 2 - 6;
  return (
    <Page
      size="A4"
      orientation={landscape ? "landscape" : "portrait"}
      style={{ fontFamily: family, fontSize: 10, paddingHorizontal: margin, paddingTop: 28, paddingBottom: 42 }}
    >
      <View fixed style={{ borderBottomWidth: 1, paddingBottom: 6, marginBottom: 12 }}>
        {frame.rehearsal ? (
          <Words
            width={width}
            size={12}
            bold
            style={{ textAlign: "center", borderWidth: 1.5, paddingVertical: 3, marginBottom: 8 }}
          >
            {frame.rehearsal}
          </Words>
        ) : null}
        <View style={{ flexDirection: "row", justifyContent: "space-between", alignItems: "flex-end" }}>
          <Words width={half} size={16} bold>
            {frame.title}
          </Words>
          <Words width={half} size={10} style={{ textAlign: "right" }}>
            {frame.round}
          </Words>
        </View>
        <Words width={width} size={8} style={{ color: grey }}>
          {frame.about}
        </Words>
      </View>
      {children}
      <View
        fixed
        style={{
          position: "absolute",
          left: margin,
          right: margin,
          bottom: 20,
          flexDirection: "row",
          justifyContent: "space-between",
        }}
      >
        <Text style={{ fontSize: 8, color: grey }}>
          {printable(lacking ? `${frame.printed}　${frame.missing}` : frame.printed)}
        </Text>
        <Text
          style={{ fontSize: 8, color: grey }}
          render={({ pageNumber, totalPages }) =>
            frame.page.replace("{{page}}", String(pageNumber)).replace("{{pages}}", String(totalPages ?? ""))
          }
        />
      </View>
    </Page>
  );
}

/** A line to sign on with its words; the drawing above it where there is one. */
export function SignatureLine(props: {
  label: string;
  date: string;
  signature: PaperSignature | null;
  width: number;
  height?: number;
}): ReactNode {
  const { label, date, signature, width, height = 56 } = props;
  const drawn = signature?.strokes;
  return (
    <View wrap={false} style={{ width }}>
      <View style={{ flexDirection: "row", alignItems: "flex-end", height }}>
        <Text style={{ fontSize: 10 }}>{printable(withColon(label))}</Text>
        <View style={{ flexGrow: 1, height, borderBottomWidth: 0.8, justifyContent: "flex-end" }}>
          {drawn ? (
            <Svg viewBox={`0 0 1000 ${padHeight}`} style={{ width: (height - 3) / 0.38, height: height - 3 }}>
              <Path
                d={strokesPath(drawn)}
                fill="none"
                stroke="#000"
                strokeWidth={9}
                strokeLinecap="round"
                strokeLinejoin="round"
              />
            </Svg>
          ) : null}
        </View>
        {signature ? null : (
          <View style={{ flexDirection: "row", alignItems: "flex-end", marginLeft: 8 }}>
            <Text style={{ fontSize: 10 }}>{printable(withColon(date))}</Text>
            <View style={{ width: 70, borderBottomWidth: 0.8 }} />
          </View>
        )}
      </View>
      {signature ? (
        <Words width={width} size={8} style={{ color: grey, marginTop: 2 }}>
          {signature.caption}
        </Words>
      ) : null}
    </View>
  );
}

/** The label with the colon of its own script. */
function withColon(label: string): string {
  return /\w$/.test(label) ? `${label}: ` : `${label}：`;
}

/** A digest, in groups that an eye can compare. */
export function DigestLine({ label, value, width }: { label: string; value: string; width: number }): ReactNode {
  return (
    <Words width={width} size={7} style={{ color: grey }}>
      {`${label} ${value.replace(/(.{8})(?=.)/g, "$1 ")}`}
    </Words>
  );
}

const width = 515;

/** A slip for each project whose score is complete, several a page, to be cut apart and signed. */
export function ScoreSlips(props: { frame: PaperFrame; paper: SlipsPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const { words, slips, empty } = paper;
  return (
    <PaperPage frame={frame} width={width} lacking={lacking}>
      {slips.length === 0 ? <Words width={width}>{empty}</Words> : null}
      {slips.map((slip) => (
        <View
          key={slip.number}
          wrap={false}
          style={{ borderBottomWidth: 0.8, borderStyle: "dashed", paddingBottom: 12, marginBottom: 12, gap: 3 }}
        >
          {/* Cut apart, every slip says for itself what it belongs to */}
          <Words width={width} size={8} style={{ color: grey }}>
            {[frame.rehearsal, frame.round, frame.title].filter(Boolean).join(" · ")}
          </Words>
          <View style={{ flexDirection: "row", justifyContent: "space-between" }}>
            <Words width={width - 130} size={12} bold>
              {`${slip.number}　${slip.project}`}
            </Words>
            <Words width={120} size={16} bold style={{ textAlign: "right" }}>
              {`${words.result} ${slip.total}`}
            </Words>
          </View>
          <Words width={width} size={8}>
            {slip.sheets}
          </Words>
          <Words width={width} size={9}>
            {words.confirm}
          </Words>
          <SignatureLine label={words.sign} date={words.date} signature={slip.signature} width={300} />
          <DigestLine label={words.digest} value={slip.digest} width={width} />
        </View>
      ))}
    </PaperPage>
  );
}
