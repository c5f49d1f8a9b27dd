import type { LaterPlan } from "./later-plan.ts";

export type LaterSheetName =
  | "marks"
  | "sheets"
  | "byJudge"
  | "judges"
  | "kinds"
  | "criteria"
  | "parts"
  | "adjustments"
  | "panels"
  | "result";

const of = ["order", "entry", "project"] as const;
const by = ["judge", "judgeName"] as const;
const dropping = ["fromTop", "high", "fromBottom", "low", "kept"] as const;
const compared = ["deskDropped", "same"] as const;

const columns = {
  marks: [
    ...of,
    ...by,
    "criterion",
    "max",
    "factor",
    "mark",
    "hundredths",
    "worth",
    "criterionNo",
    "judgeNo",
    "counts",
    ...dropping,
    ...compared,
  ],
  sheets: [
    ...of,
    ...by,
    "kind",
    "head",
    "given",
    "counts",
    "sheetTotal",
    "normalised",
    "revised",
    "figure",
    "place",
    "judgeNo",
    "kindNo",
    ...dropping,
    ...compared,
  ],
  byJudge: [
    ...by,
    "entry",
    "project",
    "sheetTotal",
    "mean",
    "sd",
    "normalised",
    "deskNormalised",
    "groupNo",
    "inOrder",
    "place",
    "deskPlace",
    "same",
  ],
  judges: [...by, "counting", "mean", "sd", "flat"],
  kinds: [...of, "kind", "weight", "counting", "kept", "unrounded", "kindValue", "deskKind", "same"],
  criteria: [
    ...of,
    "criterion",
    "factor",
    "counting",
    "kept",
    "unrounded",
    "combined",
    "points",
    "deskCombined",
    "deskPoints",
    "same",
  ],
  parts: [...of, "part", "weight", "score", "unrounded", "points", "deskPoints", "same"],
  adjustments: [...of, "article", "reason", "amount"],
  panels: ["panel", "panelNo", "counting", "mean", "coefficient"],
} as const;

const result = [
  ...of,
  "group",
  "panel",
  "groupNo",
  "panelNo",
  "lineNo",
  "counting",
  "kept",
  "unrounded",
  "judged",
  "inPanel",
  "inMean",
  "coefficient",
  "scaled",
  "partPoints",
  "adjusted",
  "bounded",
  "own",
  "carried",
  "overall",
  "total",
  "below",
  "ranks",
  "places",
  "rank",
  "shared",
  "deskJudged",
  "deskCoefficient",
  "deskOwn",
  "deskTotal",
  "deskBelow",
  "deskRank",
  "deskShared",
  "same",
] as const;

export type LaterColumn =
  | (typeof columns)[keyof typeof columns][number]
  | Exclude<(typeof result)[number], "carried" | "places">
  | `carried${number}`
  | `tie${number}`
  | `place${number}`;

/** What stands in a file without formulas besides the desk's figures. */
const given: readonly string[] = [
  ...of,
  ...by,
  "criterion",
  "max",
  "factor",
  "mark",
  "head",
  "kind",
  "weight",
  "revised",
  "group",
  "panel",
  "part",
  "score",
  "article",
  "reason",
  "amount",
];

/** Which columns each sheet has: what the rule does not do is not shown; a sheet without columns is not there. */
export function laterColumns(
  plan: Pick<LaterPlan, "rule" | "figures" | "cannot" | "entries">,
): Record<LaterSheetName, LaterColumn[]> {
  const { rule, figures, cannot } = plan;
  const { normalise, kinds = [], coefficient, parts, carry = [], placings } = rule;
  const ofSheets = rule.level === "sheet";
  const worked = figures !== null;
  const adds = placings !== undefined && !cannot.includes("placings");
  const methods = kinds.length > 0 ? kinds.map(({ combine }) => combine ?? rule.combine) : [rule.combine];
  const isUsed = usedColumns(plan, adds);
  const isShown = (key: string) =>
    worked ? isUsed[key] !== false : given.includes(key) || (key.startsWith("desk") && isUsed[key] !== false);
  const list = (columns: readonly LaterColumn[], is: boolean, idle: readonly string[] = []) =>
    is ? columns.filter((key) => isShown(key) && !idle.includes(key)) : [];
  return {
    marks: list(columns.marks, true, idleOf([rule.combine.method], !ofSheets)),
    sheets: list(
      columns.sheets,
      true,
      ofSheets && !placings
        ? idleOf(
            methods.map(({ method }) => method),
            true,
          )
        : [...dropping, ...compared],
    ),
    byJudge: list(columns.byJudge, normalise !== undefined || adds),
    judges: list(columns.judges, worked && normalise !== undefined),
    kinds: list(columns.kinds, kinds.length > 0),
    criteria: list(columns.criteria, true),
    parts: list(columns.parts, parts !== undefined),
    adjustments: list(
      columns.adjustments,
      plan.entries.some(({ adjustments }) => adjustments.length > 0),
    ),
    panels: list(columns.panels, worked && coefficient !== undefined),
    result: result
      .flatMap((key): LaterColumn[] => {
        if (key === "carried") return carry.map((_, at) => `carried${at}` as const);
        if (key !== "places") return isShown(key) ? [key] : [];
        if (!worked) return [];
        const steps = rule.ties.flatMap((_, at) => [`tie${at}` as const, `place${at + 1}` as const]);
        return ["place0", ...steps];
      })
      .filter((key) => !cannot.includes("ranks") || !/^(ranks|place\d+|rank|shared)$/.test(key)),
  };
}

/** The columns of dropping that these methods have nothing for. */
function idleOf(methods: readonly string[], checked: boolean): string[] {
  const trims = methods.includes("trimmed-mean");
  return [
    ...(trims ? [] : ["fromTop", "high", "low"]),
    ...(trims || methods.includes("median") ? [] : ["fromBottom"]),
    ...(trims && checked ? [] : compared),
  ];
}

/** Of the columns that only some rules have, whether this one has. `adds`: it ranks by sums of places. */
function usedColumns(
  { rule, entries }: Pick<LaterPlan, "rule" | "entries">,
  adds: boolean,
): Partial<Record<string, boolean>> {
  const { normalise, kinds, coefficient, parts, carry, thresholds, placings } = rule;
  const ofPanels = coefficient !== undefined;
  const leavesOut = ofPanels && coefficient.high + coefficient.low > 0;
  return {
    order: entries.some(({ order }) => order !== null),
    kind: kinds !== undefined,
    kindNo: kinds !== undefined,
    normalised: normalise !== undefined,
    deskNormalised: normalise !== undefined,
    mean: normalise !== undefined || ofPanels,
    sd: normalise !== undefined,
    revised: entries.some(({ sheets }) => sheets.some(({ revised }) => revised !== null)),
    place: adds,
    inOrder: adds,
    deskPlace: adds,
    panel: entries.some(({ panel }) => panel !== null),
    panelNo: ofPanels,
    lineNo: leavesOut,
    inPanel: leavesOut,
    inMean: leavesOut,
    coefficient: ofPanels,
    deskCoefficient: ofPanels,
    scaled: ofPanels,
    unrounded: true,
    kept: true,
    judged: !placings,
    deskJudged: entries.some(({ standing }) => standing.panelPoints !== undefined),
    partPoints: parts !== undefined,
    adjusted: !placings && entries.some(({ adjustments }) => adjustments.length > 0),
    bounded: !placings,
    own: carry !== undefined,
    deskOwn: carry !== undefined,
    overall: carry !== undefined,
    below: thresholds !== undefined,
    deskBelow: thresholds !== undefined,
  };
}
