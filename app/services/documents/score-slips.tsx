import { View } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import type { PaperFrame, SlipsPaper } from "./paper.ts";
import { DigestLine, grey, PaperPage, SignatureLine, Words } from "./parts.tsx";

const width = 515;

/** A slip for each project whose score is complete, several a page, to be cut apart and signed. */
export function ScoreSlips(props: { frame: PaperFrame; paper: SlipsPaper; lacking: boolean }): ReactNode {
  const { frame, paper, lacking } = props;
  const { words, slips, empty } = paper;
  return (
    <PaperPage {...{ frame, width, lacking }}>
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
