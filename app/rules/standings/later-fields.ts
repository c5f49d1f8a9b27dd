import type { Place, Rule } from "./rule.ts";

/** What a rule says beyond the first edition, as the fields of a form: every value a string, "" for what is left out. */
export interface LaterFields {
  /** "half-up", "truncate", or "by-place": then `truncated` names the places that truncate. */
  rounding: string;
  truncated: string[];
  /** "": sheets' totals go on as they are. */
  normalise: string;
  normaliseMean: string;
  normaliseSd: string;
  normaliseAtLeast: string;
  judgeMean: string;
  judgeSd: string;
  normalised: string;
  kinds: KindFields[];
  kind: string;
  judged: string;
  /** "": panels are not weighed against each other. */
  coefficient: string;
  coefficientHigh: string;
  coefficientLow: string;
  panelMean: string;
  coefficientPlaces: string;
  scaled: string;
  parts: PartFields[];
  floor: string;
  ceiling: string;
  carry: CarryFields[];
  weight: string;
  overall: string;
  thresholdTotal: string;
  thresholds: ThresholdFields[];
  below: string;
  lacking: string;
  /** "": totals are made of points. */
  placings: string;
}

export type KindFields = {
  key: string;
  label: string;
  weight: string;
  /** "": as all judges. */
  method: string;
  high: string;
  low: string;
  atLeast: string;
};
export type PartFields = {
  key: string;
  label: string;
  min: string;
  max: string;
  step: string;
  weight: string;
  /** "": the scorer enters it; else what the hall's votes are divided by. */
  hall: string;
  choices: string;
};
export type CarryFields = {
  round: string;
  weight: string;
};
export type ThresholdFields = {
  criterion: string;
  least: string;
};

const singleNames = [
  "rounding",
  "normalise",
  "normaliseMean",
  "normaliseSd",
  "normaliseAtLeast",
  "judgeMean",
  "judgeSd",
  "normalised",
  "kind",
  "judged",
  "coefficient",
  "coefficientHigh",
  "coefficientLow",
  "panelMean",
  "coefficientPlaces",
  "scaled",
  "floor",
  "ceiling",
  "weight",
  "overall",
  "thresholdTotal",
  "below",
  "lacking",
  "placings",
] as const satisfies (keyof LaterFields)[];

const rowNames = {
  kinds: ["key", "label", "weight", "method", "high", "low", "atLeast"],
  parts: ["key", "label", "min", "max", "step", "weight", "hall", "choices"],
  carry: ["round", "weight"],
  thresholds: ["criterion", "least"],
} as const;

/** The lists of rows in the form. */
export type RowsName = keyof typeof rowNames;

export const blankRows = {
  kinds: { key: "", label: "", weight: "", method: "", high: "", low: "", atLeast: "" },
  parts: { key: "", label: "", min: "", max: "", step: "0.01", weight: "1", hall: "", choices: "1" },
  carry: { round: "", weight: "" },
  thresholds: { criterion: "", least: "" },
} satisfies { [name in RowsName]: LaterFields[name][number] };

/** A row of which only what a blank one holds is there was never filled in. */
function isBlank(name: RowsName, row: Record<string, string>): boolean {
  const blank: Record<string, string> = blankRows[name];
  return Object.entries(row).every(([field, value]) => value === "" || value === blank[field]);
}

const rowField = /^(kinds|parts|carry|thresholds)\[(\d{1,3})\]\.([a-zA-Z]{1,20})$/;

/** Reads the fields from a form or an address, rows as `kinds[0].label`; rows that were not filled in fall away. */
export function readLaterFields(from: FormData | URLSearchParams): LaterFields {
  const rows: Record<RowsName, Map<number, Record<string, string>>> = {
    kinds: new Map(),
    parts: new Map(),
    carry: new Map(),
    thresholds: new Map(),
  };
  for (const [name, value] of from) {
    const [, list, at, field] = rowField.exec(name) ?? [];
    if (list === undefined || at === undefined || field === undefined || typeof value !== "string") continue;
    const into = rows[list as RowsName];
    const row = into.get(Number(at)) ?? {};
    into.set(Number(at), { ...row, [field]: value.trim() });
  }
  const list = <Row extends Record<string, string>>(name: RowsName, blank: Row): Row[] =>
    [...rows[name]]
      .sort(([a], [b]) => a - b)
      .map(([, row]) => {
        const known = rowNames[name].flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]]));
        return { ...blank, ...Object.fromEntries(known) };
      })
      .filter((row) => !isBlank(name, row));
  const singles = Object.fromEntries(singleNames.map((name) => [name, String(from.get(name) ?? "").trim()])) as Record<
    (typeof singleNames)[number],
    string
  >;
  return {
    ...singles,
    truncated: from.getAll("truncated").map(String),
    kinds: list<KindFields>("kinds", blankRows.kinds),
    parts: list<PartFields>("parts", blankRows.parts),
    carry: list<CarryFields>("carry", blankRows.carry),
    thresholds: list<ThresholdFields>("thresholds", blankRows.thresholds),
  };
}

/** The names and values under which a form sends the fields. */
export function laterFieldEntries(fields: LaterFields): [name: string, value: string][] {
  return [
    ...singleNames.map((name): [string, string] => [name, fields[name]]),
    ...fields.truncated.map((place): [string, string] => ["truncated", place]),
    ...(Object.keys(rowNames) as RowsName[]).flatMap((name) =>
      fields[name].flatMap((row, at) =>
        Object.entries(row).map(([field, value]): [string, string] => [`${name}[${at}].${field}`, value]),
      ),
    ),
  ];
}

/** Of the places of the second edition, which field holds each: the coefficient's own name is taken by the choice. */
const placeFields = {
  judgeMean: "judgeMean",
  judgeSd: "judgeSd",
  normalised: "normalised",
  kind: "kind",
  judged: "judged",
  panelMean: "panelMean",
  coefficient: "coefficientPlaces",
  scaled: "scaled",
  overall: "overall",
} as const satisfies Partial<Record<Place, keyof LaterFields>>;

/** What the fields say beyond the first edition, still unchecked; `places` apart, as they stand beside the others, and without those of steps not used. */
export function laterOfFields(given: LaterFields): { settings: object; places: object } {
  const fields = given.placings === "" ? given : { ...given, ...pointsAlone };
  const isCriterion = fields.thresholds.some(({ criterion }) => criterion !== "");
  const hasThreshold = fields.thresholdTotal !== "" || isCriterion;
  const settings = {
    rounding: roundingOf(fields),
    normalise:
      fields.normalise === ""
        ? undefined
        : {
            method: fields.normalise,
            ...(fields.normalise === "standard-score" && {
              mean: numberOf(fields.normaliseMean),
              sd: numberOf(fields.normaliseSd),
            }),
            atLeast: numberOf(fields.normaliseAtLeast),
          },
    kinds: fields.kinds.length === 0 ? undefined : fields.kinds.map(kindOf),
    coefficient:
      fields.coefficient === ""
        ? undefined
        : {
            of: fields.coefficient,
            high: numberOf(fields.coefficientHigh),
            low: numberOf(fields.coefficientLow),
          },
    parts: fields.parts.length === 0 ? undefined : fields.parts.map(partOf),
    floor: numberOf(fields.floor),
    ceiling: numberOf(fields.ceiling),
    carry:
      fields.carry.length === 0
        ? undefined
        : fields.carry.map(({ round, weight }) => ({ round, weight: numberOf(weight) })),
    weight: fields.carry.length === 0 ? undefined : numberOf(fields.weight),
    thresholds: hasThreshold
      ? {
          total: numberOf(fields.thresholdTotal),
          criteria: isCriterion
            ? Object.fromEntries(fields.thresholds.map(({ criterion, least }) => [criterion, numberOf(least)]))
            : undefined,
          below: fields.below,
        }
      : undefined,
    lacking: fields.lacking === "skip" ? "skip" : undefined,
    placings: fields.placings === "" ? undefined : { method: fields.placings },
  };
  const unused = new Set<string>([
    ...(settings.normalise ? [] : ["judgeMean", "judgeSd", "normalised"]),
    ...(settings.kinds ? [] : ["kind"]),
    ...(settings.coefficient ? [] : ["panelMean", "coefficient", "scaled"]),
    ...(settings.carry ? [] : ["overall"]),
  ]);
  const places = Object.fromEntries(
    Object.entries(placeFields).map(([place, field]) => [
      place,
      unused.has(place) ? undefined : numberOf(fields[field]),
    ]),
  );
  return { settings: withoutUndefined(settings), places: withoutUndefined(places) };
}

/** Without what has no meaning where the judges' orders rank. */
const pointsAlone = {
  normalise: "",
  kinds: [],
  coefficient: "",
  parts: [],
  floor: "",
  ceiling: "",
  carry: [],
  thresholdTotal: "",
  thresholds: [],
} satisfies Partial<LaterFields>;

function roundingOf({ rounding, truncated }: LaterFields): unknown {
  if (rounding === "by-place") {
    return truncated.length === 0 ? undefined : Object.fromEntries(truncated.map((place) => [place, "truncate"]));
  }
  return rounding === "" || rounding === "half-up" ? undefined : rounding;
}

function kindOf({ key, label, weight, method, high, low, atLeast }: KindFields): object {
  const combine =
    method === "trimmed-mean"
      ? { method, high: numberOf(high) ?? 0, low: numberOf(low) ?? 0, atLeast: numberOf(atLeast) }
      : { method };
  return { key: key || label, label, weight: numberOf(weight), ...(method !== "" && { combine }) };
}

function partOf({ key, label, min, max, step, weight, hall, choices }: PartFields): object {
  return {
    key: key || label,
    label,
    min: numberOf(min),
    max: numberOf(max),
    step: numberOf(step),
    weight: numberOf(weight),
    ...(hall !== "" && { hall: { of: hall, choices: numberOf(choices) } }),
  };
}

/** A rule's later settings as the fields of a form; numbers that one would start from where it has none. */
export function laterFieldsOf(rule: Rule): LaterFields {
  const { rounding = "half-up", normalise, kinds = [], coefficient, parts = [], carry = [], thresholds } = rule;
  const standard = normalise?.method === "standard-score" ? normalise : { mean: 50, sd: 10 };
  const placeTexts = Object.fromEntries(
    Object.entries(placeFields).map(([place, field]) => [field, textOf(rule.places[place as Place])]),
  ) as Pick<LaterFields, (typeof placeFields)[keyof typeof placeFields]>;
  return {
    ...placeTexts,
    rounding: typeof rounding === "string" ? rounding : "by-place",
    truncated:
      typeof rounding === "string"
        ? []
        : Object.entries(rounding).flatMap(([place, mode]) => (mode === "truncate" ? [place] : [])),
    normalise: normalise?.method ?? "",
    normaliseMean: textOf(standard.mean),
    normaliseSd: textOf(standard.sd),
    normaliseAtLeast: textOf(normalise?.atLeast),
    kinds: kinds.map(({ key, label, weight, combine }) => {
      const trim = combine?.method === "trimmed-mean" ? combine : null;
      const method = combine?.method ?? "";
      return {
        key,
        label,
        weight: textOf(weight),
        method,
        high: textOf(trim?.high),
        low: textOf(trim?.low),
        atLeast: textOf(trim?.atLeast),
      };
    }),
    coefficient: coefficient?.of ?? "",
    coefficientHigh: textOf(coefficient?.high ?? 0),
    coefficientLow: textOf(coefficient?.low ?? 0),
    parts: parts.map(({ key, label, min, max, step, weight, hall }) => ({
      key,
      label,
      min: textOf(min),
      max: textOf(max),
      step: textOf(step),
      weight: textOf(weight),
      hall: hall?.of ?? "",
      choices: textOf(hall?.choices ?? 1),
    })),
    floor: textOf(rule.floor),
    ceiling: textOf(rule.ceiling),
    carry: carry.map(({ round, weight }) => ({ round, weight: textOf(weight) })),
    weight: textOf(rule.weight),
    thresholdTotal: textOf(thresholds?.total),
    thresholds: Object.entries(thresholds?.criteria ?? {}).map(([criterion, least]) => ({
      criterion,
      least: textOf(least),
    })),
    below: thresholds?.below ?? "unranked",
    lacking: rule.lacking ?? "last",
    placings: rule.placings?.method ?? "",
  };
}

function textOf(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

/** Not a number stays what it is, so that the schema names it as the fault. */
export function numberOf(text: string): number | undefined {
  return text === "" ? undefined : Number(text);
}

function withoutUndefined(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
