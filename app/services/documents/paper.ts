import type { Strokes } from "~/rules/scoring/signature.ts";

/** What stands on every page: all of it words, made by the route. */
export interface PaperFrame {
  locale: string;
  title: string;
  round: string;
  /** Edition, day, place. */
  about: string;
  /** 「彩排 · 不计成绩」 where it is one. */
  rehearsal: string | null;
  printed: string;
  /** With {{page}} and {{pages}}. */
  page: string;
  /** Said when a character had to be replaced. */
  missing: string;
}

export interface PaperSignature {
  strokes: Strokes | null;
  caption: string;
}

export interface SheetPage {
  facts: { term: string; words: string }[];
  lines: {
    label: string;
    note: string;
    bands: { label: string; range: string; guidance: string; reached: boolean }[];
    full: string;
    mark: string | null;
  }[];
  total: string | null;
  notes: string[];
  signature: PaperSignature | null;
  digest: string | null;
}

export interface SheetsPaper {
  kind: "sheets";
  words: Record<"criterion" | "bands" | "full" | "mark" | "total" | "signature" | "date" | "digest", string>;
  pages: SheetPage[];
  /** Where there are none. */
  empty: string;
}

export interface SummaryPaper {
  kind: "summary";
  words: Record<"rank" | "number" | "project" | "result" | "notes" | "date", string>;
  judges: { key: string; name: string }[];
  rows: {
    rank: string;
    number: string;
    project: string;
    /** Of a judge: what the sheet says, and below it what became of that where something did. */
    sheets: { words: string; after?: string | null; dropped: boolean }[];
    /** What comes between the judges and the total, as `steps` has it. */
    steps?: string[];
    result: string;
  }[];
  /** The columns of the second edition that the round has. */
  steps?: { key: string; label: string }[];
  notes: string[];
  signers: { role: string; signature: PaperSignature | null }[];
  digest: string | null;
  digestLabel: string;
}

export interface SlipsPaper {
  kind: "slips";
  words: Record<"result" | "sign" | "date" | "confirm" | "digest", string>;
  slips: {
    number: string;
    project: string;
    total: string;
    sheets: string;
    digest: string;
    signature: PaperSignature | null;
  }[];
  empty: string;
}

export interface CertificatePage {
  title: string;
  titleEn: string | null;
  body: string;
  bodyEn: string | null;
  issuer: string;
  issuerEn: string | null;
  date: string;
  serial: string;
  /** Where everybody may check it; the QR code leads there. */
  address: string;
  qr: { size: number; path: string };
}

export interface CertificatesPaper {
  kind: "certificates";
  words: Record<"serial" | "check", string>;
  pages: CertificatePage[];
}

/** Cards of the hall's vote, to be cut apart. */
export interface HallCardsPaper {
  kind: "hall-cards";
  words: Record<"how" | "once" | "code", string>;
  /** The QR code leads to the address, which has the code in it. */
  cards: { code: string; address: string }[];
}

/** A notice or a list of awards, as Chinese offices lay them out. */
export interface OfficialPaper {
  kind: "official";
  heading: string;
  /** Before the table. */
  paragraphs: string[];
  columns: { label: string; share: number; end?: boolean }[];
  rows: string[][];
  /** Where there are none. */
  empty: string;
  /** Who gives it, and the day: to the right. */
  signed: string[];
}

/** A paper to print, in plain words: it goes to a thread of its own. */
export type Paper = { frame: PaperFrame } & (
  | SheetsPaper
  | SummaryPaper
  | SlipsPaper
  | CertificatesPaper
  | OfficialPaper
  | HallCardsPaper
);
