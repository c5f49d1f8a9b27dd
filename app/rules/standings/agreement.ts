import { type Icc, icc } from "./icc.ts";
import { kendallW } from "./kendall.ts";
import { type MarkTable, wholePart } from "./mark-table.ts";
import { type JudgeLevel, judgeLevels } from "./severity.ts";

/** How far the judges agree, as people script against it: full double precision, null where a figure is undefined. */
export interface Agreement {
  /** Who gave any mark that counts. */
  judges: number;
  /** Those that every one of these judges scored: all figures are over them alone. */
  entries: number;
  icc: Icc;
  kendallW: number | null;
  kendallWCorrected: number | null;
  perJudge: JudgeLevel[];
}

/** Agreement over the entries that every counting judge scored. */
export function agreement(table: MarkTable): Agreement {
  const whole = wholePart(table);
  const { plain, corrected } = kendallW(whole.marks);
  return {
    judges: whole.judges.length,
    entries: whole.entries.length,
    icc: icc(whole.marks),
    kendallW: plain,
    kendallWCorrected: corrected,
    perJudge: judgeLevels(whole),
  };
}
