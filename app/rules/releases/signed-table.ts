import { digestOf } from "~/primitives/canonical-json.ts";
import { byCodePoint } from "~/primitives/code-points.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import type { Marks } from "../scoring/sheet.ts";
import type { RoundFigures, RoundStandings } from "../standings/standing.ts";

/** One judge's submitted sheet as it stands: marks in hundredths by criterion key, a lacking one left out. */
export interface TableSheet {
  entry: string;
  judge: string;
  version: number;
  marks: Marks;
}

/** What a release freezes: the standings and the rule they came by, whatever state the round is in. */
export type FrozenStandings = Omit<RoundStandings, "state">;

/** What the first edition does not know; a key for what there is. `seats`: the judges who have a kind or a panel, by key. */
export interface LaterTableInputs extends Pick<JudgedRound, "parts" | "hall" | "adjustments" | "revisions"> {
  seats?: { judge: string; kind: string | null; panel: string | null }[];
}

/** What the table comes from. */
export interface TableInputs extends LaterTableInputs {
  salt: string;
  sheets: readonly TableSheet[];
}

/** The table as it is signed. */
export interface SignedTable {
  standings: FrozenStandings;
  /** Of the sheets, salted: it may be shown to all without giving away a single mark. */
  sheetsDigest: string;
  /** What each hand signs. */
  digest: string;
}

/**
 * Rule, standings and the sheets under them, with their digest: SHA-256 of the canonical JSON of
 * `{ round, rule, standings, sheets }`, where `sheets` is the SHA-256 of the canonical JSON of `{ salt, sheets }`, the sheets of
 * the panel in order of entry and judge. Anyone gets the same from the published JSON: less its `state`, with the
 * published digest as `sheets`.
 */
export function signedTable(
  { round, rule, standings, ...figures }: FrozenStandings,
  { salt, sheets, parts, hall, adjustments, revisions, seats }: TableInputs,
): SignedTable {
  const inOrder = sheets
    .map(({ entry, judge, version, marks }) => ({ entry, judge, version, marks }))
    .sort((a, b) => byCodePoint(a.entry, b.entry) || byCodePoint(a.judge, b.judge));
  const more = {
    ...(parts && { parts }),
    ...(hall && { hall }),
    ...(adjustments && { adjustments }),
    ...(revisions && { revisions }),
    ...(seats && { seats }),
  };
  const sheetsDigest = digestOf({ salt, sheets: inOrder, ...more });
  const frozen = { round, rule, standings, ...figuresOf(figures) };
  return { standings: frozen, sheetsDigest, digest: digestOf({ ...frozen, sheets: sheetsDigest }) };
}

/** What is said of the round as a whole; of a round of the first edition nothing. */
export function figuresOf({ flat, panels, allPanels, hall, carriedFrom }: RoundFigures): RoundFigures {
  return {
    ...(flat && { flat }),
    ...(panels && { panels }),
    ...(allPanels !== undefined && { allPanels }),
    ...(hall !== undefined && { hall }),
    ...(carriedFrom && { carriedFrom }),
  };
}

/** Whether a version is of the table as it stands; of before the sheets were signed as well, by the standings alone. */
export function isOfTable(
  { digest, sheetsDigest }: Pick<SignedTable, "digest"> & { sheetsDigest: string | null },
  table: SignedTable,
): boolean {
  return digest === (sheetsDigest === null ? digestOf(table.standings) : table.digest);
}
