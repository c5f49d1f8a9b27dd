import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Standing } from "../standings/standing.ts";
import type { Marks } from "./sheet.ts";

/** Signatures: how one signs, what is signed, by its digest, and that a signature is outdated once that has changed. */

/** A drawing: strokes of points [x, y] in thousandths of the pad's width; the pad is `padHeight` thousandths high. */
export type Strokes = [x: number, y: number][][];
export const padHeight = 380;

const fewestPoints = 6;
const mostPoints = 4000;
const point = z.tuple([z.number().int().min(0).max(1000), z.number().int().min(0).max(padHeight)]);
const strokesSchema = z
  .array(z.array(point).min(1).max(1000))
  .max(80)
  .refine((strokes) => strokes.flat().length <= mostPoints, { params: { reason: "drawing-too-long" } })
  // A slip of the finger is no signature
  .refine((strokes) => strokes.flat().length >= fewestPoints, { params: { reason: "not-drawn" } });

/** How somebody signs: by a drawing, or on the printed paper, which then bears the signature. */
export const signingSchema = z.discriminatedUnion("means", [
  z.object({ means: z.literal("drawn"), strokes: strokesSchema }),
  z.object({ means: z.literal("paper") }),
]);

export type Signer = "judge" | "contestant" | "scorer" | "supervisor";

/** A signature as it was given: under which sheet, score or table, and the digest of what was signed. */
export interface RecordedSignature {
  role: Signer;
  entry: string | null;
  judge: string | null;
  name: string;
  means: "drawn" | "paper";
  strokes: Strokes | null;
  digest: string;
  at: string;
}

/** A signature as it is shown beside what was signed; `outdated`: that has changed since. */
export interface ShownSignature {
  name: string;
  means: "drawn" | "paper";
  strokes: Strokes | null;
  at: string;
  outdated: boolean;
}

/** What a judge signs: this version of this sheet, with these marks. */
export function sheetDigest(sheet: {
  round: string;
  entry: string;
  judge: string;
  version: number;
  marks: Marks;
}): string {
  const { round, entry, judge, version, marks } = sheet;
  return digestOf({ round, entry, judge, version, marks });
}

/**
 * What a contestant confirms: this total, from these sheets (`sheets`: their digests by judge), and from parts and adjustments
 * where there are any.
 */
export function scoreDigest(score: {
  round: string;
  entry: string;
  total: string;
  sheets: Record<string, string>;
  parts?: Standing["parts"];
  adjustments?: Standing["adjustments"];
}): string {
  const { round, entry, total, sheets, parts, adjustments = [] } = score;
  return digestOf({
    round,
    entry,
    total,
    sheets,
    ...(parts && { parts }),
    ...(adjustments.length > 0 && { adjustments }),
  });
}

/** What scorer and supervisor sign: the whole table, every rank with its score. */
export function tableDigest(round: string, lines: { standing: Standing; score: string | null }[]): string {
  return digestOf({
    round,
    standings: lines.map(({ standing: { entry, rank, total }, score }) => ({ entry, rank, total, score })),
  });
}

/** Of the signatures given in one place, in their order: the last that matches what stands now, or else the last. */
export function latestSignature(given: readonly RecordedSignature[], digest: string | null): ShownSignature | null {
  const found = given.findLast((each) => each.digest === digest) ?? given.at(-1);
  if (!found) return null;
  const { name, means, strokes, at } = found;
  return { name, means, strokes, at, outdated: found.digest !== digest };
}

/** The drawing as the path of an SVG in which 1000 is the pad's width; a dot is a short line. */
export function strokesPath(strokes: Strokes): string {
  return strokes
    .map(([first, ...rest]) => {
      if (!first) return "";
      const [x, y] = first;
      const line = rest.length > 0 ? rest.map((each) => `L${each[0]} ${each[1]}`).join("") : `L${x + 1} ${y}`;
      return `M${x} ${y}${line}`;
    })
    .join("");
}
