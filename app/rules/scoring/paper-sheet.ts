import type { RoundState } from "../rounds/round.ts";

/**
 * A sheet on paper (纸质评分单): one person enters what stands on it, another holds that against the photo. Only then is it handed in.
 */

/** A sheet on paper comes as a photo of it, or as a scan. */
export const paperTypes = ["image/jpeg", "image/png", "application/pdf"] as const;
export type PaperType = (typeof paperTypes)[number];

/** In bytes. */
export const mostBytesOfPaper = 20 * 1024 * 1024;

/**
 * Why that person cannot hand in what was entered, in place of the draft of version `writtenOver` (0: none) on the judge's
 * tablet; null when they can. Nobody checks what they entered themselves.
 */
export function whyNotCheckPaper(
  paper: { state: string; enteredById: string | null },
  place: { round: RoundState; recused: boolean; sheet: { state: string; version: number } | null },
  { checkedBy, writtenOver }: { checkedBy: string; writtenOver: number },
): "stale-version" | "same-person" | "round-not-open" | "recused" | "sheet-locked" | "draft-there" | null {
  const { round, recused, sheet } = place;
  if (paper.state !== "entered") return "stale-version";
  if (paper.enteredById === checkedBy) return "same-person";
  if (round !== "judging") return "round-not-open";
  if (recused) return "recused";
  if (sheet?.state === "submitted") return "sheet-locked";
  if (sheet && writtenOver === 0) return "draft-there";
  return (sheet?.version ?? 0) === writtenOver ? null : "stale-version";
}
