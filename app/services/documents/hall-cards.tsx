import { Page, Path, Svg, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { qrCode } from "../http/qr-code.ts";
import { family } from "./fonts.ts";
import type { HallCardsPaper, PaperFrame } from "./paper.ts";
import { grey, Words } from "./parts.tsx";

const perPage = 10;
const card = { width: 297, height: 168 };
const padding = 14;
const picture = 104;
const words = card.width - picture - 3 * padding;

/** Ten cards a page, in two columns that fill an A4 page to its edges, with dashes to cut along. */
export function HallCards({ frame, paper }: { frame: PaperFrame; paper: HallCardsPaper }): ReactNode {
  const pages = Array.from({ length: Math.ceil(paper.cards.length / perPage) }, (_, at) =>
    paper.cards.slice(at * perPage, (at + 1) * perPage),
  );
  return pages.map((cards, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pages of a printed paper stand still
    <Page key={at} size="A4" style={{ fontFamily: family, flexDirection: "row", flexWrap: "wrap" }}>
      {cards.map((each) => (
        <OneCard key={each.code} frame={frame} paper={paper} card={each} />
      ))}
    </Page>
  ));
}

function OneCard(props: {
  frame: PaperFrame;
  paper: HallCardsPaper;
  card: HallCardsPaper["cards"][number];
}): ReactNode {
  const { frame, paper } = props;
  const { code, address } = props.card;
  const qr = qrCode(address);
  return (
    <View
      wrap={false}
      style={{
        ...card,
        padding,
        borderRightWidth: 0.6,
        borderBottomWidth: 0.6,
        borderStyle: "dashed",
        borderColor: "#888",
        justifyContent: "space-between",
      }}
    >
      <View style={{ flexDirection: "row", justifyContent: "space-between" }}>
        <View style={{ width: words, gap: 4 }}>
          <Words width={words} size={12} bold>
            {[frame.rehearsal, frame.round].filter(Boolean).join(" · ")}
          </Words>
          <Words width={words} size={9} style={{ color: grey }}>
            {paper.words.how}
          </Words>
        </View>
        <Svg viewBox={`0 0 ${qr.size} ${qr.size}`} style={{ width: picture, height: picture }}>
          <Path d={qr.path} fill="#000" />
        </Svg>
      </View>
      <View>
        <View style={{ flexDirection: "row", alignItems: "baseline", gap: 8 }}>
          <Words width={40} size={9}>
            {paper.words.code}
          </Words>
          <Text style={{ fontSize: 17, fontWeight: 700, letterSpacing: 1.2 }}>{code}</Text>
        </View>
        <Words width={card.width - 2 * padding} size={8} style={{ color: grey }}>
          {paper.words.once}
        </Words>
      </View>
    </View>
  );
}
