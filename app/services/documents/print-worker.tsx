import { parentPort, workerData } from "node:worker_threads";
import { Document, renderToStream } from "@react-pdf/renderer";
import type { ReactNode } from "react";
import { Certificates } from "./certificates.tsx";
import { lacksGlyphs, loadFonts } from "./fonts.ts";
import { HallCards } from "./hall-cards.tsx";
import { OfficialList } from "./official-list.tsx";
import type { Paper } from "./paper.ts";
import { ScoreSlips } from "./parts.tsx";
import { ScoreSheets } from "./score-sheets.tsx";
import { SummaryTable } from "./summary-table.tsx";

/** A thread for one paper: sends its bytes as they come, then `null`. */
const paper = workerData as Paper;
await loadFonts();
const stream = await renderToStream(
  <Document title={`${paper.frame.title} · ${paper.frame.round}`} language={paper.frame.locale}>
    {pagesOf(paper)}
  </Document>,
);
for await (const chunk of stream) parentPort?.postMessage(new Uint8Array(chunk as Buffer));
parentPort?.postMessage(null);

function pagesOf(all: Paper): ReactNode {
  const { frame } = all;
  const lacking = lacksGlyphs(JSON.stringify(all).replaceAll(frame.missing, ""));
  if (all.kind === "sheets") return <ScoreSheets frame={frame} paper={all} lacking={lacking} />;
  if (all.kind === "summary") return <SummaryTable frame={frame} paper={all} lacking={lacking} />;
  if (all.kind === "certificates") return <Certificates frame={frame} paper={all} />;
  if (all.kind === "hall-cards") return <HallCards frame={frame} paper={all} />;
  if (all.kind === "official") return <OfficialList frame={frame} paper={all} lacking={lacking} />;
  return <ScoreSlips frame={frame} paper={all} lacking={lacking} />;
}
