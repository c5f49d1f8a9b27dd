import { judgesPanel } from "../rounds/panels.ts";
import type { Criterion } from "../rounds/rubric.ts";
import { recusedAt } from "../scoring/recusal.ts";
import { formatTotal, type Marks } from "../scoring/sheet.ts";
import {
  latestSignature,
  type RecordedSignature,
  type ShownSignature,
  type Signer,
  scoreDigest,
  sheetDigest,
  tableDigest,
} from "../scoring/signature.ts";
import type { Standing } from "../standings/standing.ts";

/** All that the papers of a round are made of, as the database keeps it. */
export interface RoundPapers {
  judges: { key: string; name: string; head: boolean; panel: string | null }[];
  /** In running order; `out`: does not appear. */
  entries: {
    key: string;
    title: string;
    english: string | null;
    number: string;
    group: string | null;
    out: boolean;
    panel: string | null;
    leader: string | null;
  }[];
  /** Submitted ones. */
  sheets: RecordedSheet[];
  superseded: (RecordedSheet & { kept: string; reason: string })[];
  recusals: { entry: string; judge: string }[];
  /** What counts after conferring, instead of the sheet's total; decimals. */
  revisions: { entry: string; judge: string; score: string; reason: string }[];
  signatures: RecordedSignature[];
}

interface RecordedSheet {
  entry: string;
  judge: string;
  version: number;
  source: "tablet" | "paper" | "import";
  submitted: string;
  marks: Marks;
}

/** One sheet with its total, its digest, and who signed it. */
export interface PaperSheet extends RecordedSheet {
  total: string;
  digest: string;
  signature: ShownSignature | null;
  revised: { score: string; reason: string } | null;
  earlier: { version: number; total: string; kept: string; reason: string }[];
}

/** A sheet's total; with what the judge gave after conferring, which counts instead. */
export function countedTotal({ total, revised }: Pick<PaperSheet, "total" | "revised">): string {
  return revised ? `${total} → ${revised.score}` : total;
}

/** One project's announced score: null where sheets are still missing, or the rule gives none. */
export interface PaperScore {
  entry: RoundPapers["entries"][number];
  standing: Standing | null;
  /** By judge, in the panel's order; null without a sheet. */
  sheets: {
    judge: RoundPapers["judges"][number];
    sheet: PaperSheet | null;
    recused: boolean;
    /** The judge is to score it: sits on its panel, or on all. */
    asked: boolean;
    dropped: "high" | "low" | null;
  }[];
  complete: boolean;
  digest: string | null;
  signature: ShownSignature | null;
}

export interface Papers {
  judges: RoundPapers["judges"];
  scores: PaperScore[];
  /** Null before the first score. */
  digest: string | null;
  scorer: ShownSignature | null;
  supervisor: ShownSignature | null;
}

/** Puts sheets, scores and signatures of a round together; a signature of something that was changed since is outdated. */
export function papersOf(
  round: string,
  facts: RoundPapers,
  { rubric, places, standings }: { rubric: Criterion[]; places: number | null; standings: readonly Standing[] },
): Papers {
  const signed = (role: Signer, digest: string | null, entry: string | null, judge: string | null) =>
    latestSignature(
      facts.signatures.filter((each) => each.role === role && each.entry === entry && each.judge === judge),
      digest,
    );
  const hasRecused = recusedAt(facts.recusals);
  const scores = facts.entries.map((entry): PaperScore => {
    const standing = standings.find((each) => each.entry === entry.key) ?? null;
    const sheets = facts.judges.map((judge) => {
      const own = { entry: entry.key, judge: judge.key };
      const found = facts.sheets.find((each) => isOf(each, own));
      const digest = found && sheetDigest({ round, ...found });
      const sheet =
        found && digest
          ? {
              ...found,
              digest,
              total: formatTotal(rubric, found.marks, places),
              signature: signed("judge", digest, entry.key, judge.key),
              revised: facts.revisions.find((each) => isOf(each, own)) ?? null,
              earlier: facts.superseded
                .filter((each) => isOf(each, own))
                .map(({ version, marks, kept: at, reason }) => ({
                  version,
                  reason,
                  kept: at,
                  total: formatTotal(rubric, marks, places),
                })),
            }
          : null;
      const recused = hasRecused(own);
      const dropped = standing?.dropped.find((each) => each.judge === judge.key && each.criterion === undefined)?.why;
      return { judge, sheet, recused, asked: judgesPanel(judge, entry), dropped: dropped ?? null };
    });
    const complete = !entry.out && sheets.every(({ sheet, recused, asked }) => sheet !== null || recused || !asked);
    const total = complete ? (standing?.total ?? null) : null;
    const digests = Object.fromEntries(
      sheets.flatMap(({ judge, sheet }) => (sheet ? [[judge.key, sheet.digest]] : [])),
    );
    const { parts, adjustments } = standing ?? {};
    const of = { round, entry: entry.key, sheets: digests, parts, adjustments };
    const digest = total === null ? null : scoreDigest({ ...of, total });
    return { entry, standing, sheets, complete, digest, signature: signed("contestant", digest, entry.key, null) };
  });
  const lines = standings.map((standing) => ({
    standing,
    score: scores.find(({ entry }) => entry.key === standing.entry)?.digest ?? null,
  }));
  const digest = lines.some(({ score }) => score !== null) ? tableDigest(round, lines) : null;
  return {
    judges: facts.judges,
    scores,
    digest,
    scorer: signed("scorer", digest, null, null),
    supervisor: signed("supervisor", digest, null, null),
  };
}

function isOf(each: { entry: string; judge: string }, own: { entry: string; judge: string }): boolean {
  return each.entry === own.entry && each.judge === own.judge;
}

export const paperNames = ["sheets", "blank-sheets", "summary", "slips"] as const;

export type PaperName = (typeof paperNames)[number];

/**
 * Whether a paper or file of a round holds what is about people and not public: marks under judges' names, contestants' signatures,
 * leaders. Not so the notice and the list of awards of a published result; nor are empty sheets held up, which the hall needs at
 * once on the day on which tablets fail.
 */
export function holdsPersonalData(paper: string): boolean {
  return !["awards", "notice", "blank-sheets"].includes(paper);
}
