import { Page, Path, Svg, Text, View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { family, fitted, lacksGlyphs, printable } from "./fonts.ts";
import type { CertificatePage, CertificatesPaper, PaperFrame } from "./paper.ts";
import { grey } from "./parts.tsx";

const gold = "#8a6d1d";
const wide = 842;
const high = 595;
const inset = 96;
const width = wide - 2 * inset;
const leading = 1.6;

/** A page lying down for each certificate: nothing on it leaves its place, however long it is. */
export function Certificates({ frame, paper }: { frame: PaperFrame; paper: CertificatesPaper }): ReactNode {
  return paper.pages.map((page) => (
    <Page key={page.serial} size="A4" orientation="landscape" style={{ fontFamily: family }}>
      <View style={{ ...edges(22), borderWidth: 2.5, borderColor: gold }} />
      <View style={{ ...edges(30), borderWidth: 0.7, borderColor: gold }} />
      <Centred top={66} height={62} text={page.title} sizes={[42, 36, 30, 24, 20]} bold color={gold} />
      {page.titleEn ? <Centred top={130} height={24} text={page.titleEn} sizes={[15, 12, 10, 8]} color={gold} /> : null}
      <Body page={page} />
      <View style={{ position: "absolute", left: inset, bottom: 62, width: 330, flexDirection: "row", gap: 12 }}>
        <Svg viewBox={`0 0 ${page.qr.size} ${page.qr.size}`} style={{ width: 78, height: 78 }}>
          <Path d={page.qr.path} fill="#000" />
        </Svg>
        <View style={{ width: 240, justifyContent: "center", gap: 2 }}>
          <Fitted
            text={`${paper.words.serial} ${page.serial}`}
            box={{ width: 240, height: 17, sizes: [10, 9, 8], weight: 700, leading }}
          />
          <Fitted
            text={`${paper.words.check}\n${page.address}`}
            box={{ width: 240, height: 48, sizes: [8, 7, 6], weight: 400, leading: 1.4 }}
            color={grey}
          />
        </View>
      </View>
      <View style={{ position: "absolute", right: inset, bottom: 62, width: 300 }}>
        <Fitted
          text={[page.issuer, page.issuerEn].filter(Boolean).join("\n")}
          box={{ width: 300, height: 72, sizes: [14, 12, 10, 8, 6], weight: 400, leading: 1.4 }}
          align="right"
        />
        <Fitted
          text={page.date}
          box={{ width: 300, height: 22, sizes: [13, 11, 9], weight: 400, leading }}
          align="right"
        />
      </View>
      {lacksGlyphs(JSON.stringify(page)) ? (
        <Text style={{ position: "absolute", left: inset, bottom: 42, fontSize: 6, color: grey }}>
          {printable(frame.missing)}
        </Text>
      ) : null}
    </Page>
  ));
}

/** The text, and under it the English one in smaller letters. */
function Body({ page }: { page: CertificatePage }): ReactNode {
  const both = page.bodyEn !== null;
  return (
    <>
      <View style={{ position: "absolute", left: inset, top: 168, width }}>
        <Fitted
          text={page.body}
          box={{ width, height: both ? 160 : 240, sizes: [20, 18, 16, 14, 12, 10, 9, 8, 7], weight: 400, leading }}
        />
      </View>
      {page.bodyEn === null ? null : (
        <View style={{ position: "absolute", left: inset, top: 336, width }}>
          <Fitted
            text={page.bodyEn}
            box={{ width, height: 92, sizes: [12, 11, 10, 9, 8, 7, 6], weight: 400, leading: 1.4 }}
            color={grey}
          />
        </View>
      )}
    </>
  );
}

type Box = Parameters<typeof fitted>[1];

function Fitted(props: { text: string; box: Box; align?: "left" | "right" | "center"; color?: string }) {
  const { text, box, align = "left", color = "#111" } = props;
  const { lines, size } = fitted(text, box);
  return (
    <Text
      style={{
        width: box.width,
        fontSize: size,
        lineHeight: box.leading,
        fontWeight: box.weight,
        textAlign: align,
        color,
      }}
    >
      {lines.join("\n")}
    </Text>
  );
}

function Centred(props: {
  top: number;
  height: number;
  text: string;
  sizes: number[];
  bold?: boolean;
  color: string;
}): ReactNode {
  const { top, height, text, sizes, bold, color } = props;
  const box = { width, height, sizes, weight: bold ? (700 as const) : (400 as const), leading: 1.3 };
  return (
    <View style={{ position: "absolute", left: inset, top, width, height, justifyContent: "center" }}>
      <Fitted text={text} box={box} align="center" color={color} />
    </View>
  );
}

function edges(from: number) {
  return { position: "absolute" as const, left: from, top: from, width: wide - 2 * from, height: high - 2 * from };
}
