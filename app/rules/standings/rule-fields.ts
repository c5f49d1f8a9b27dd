import {
  type LaterFields,
  laterFieldEntries,
  laterFieldsOf,
  laterOfFields,
  numberOf,
  readLaterFields,
} from "./later-fields.ts";
import { type Rule, trimming } from "./rule.ts";

/** A rule as the fields of a form: every value a string, "" for what is left out. */
export interface ScoringRuleFields {
  level: string;
  method: string;
  high: string;
  low: string;
  atLeast: string;
  missing: string;
  sheet: string;
  combined: string;
  points: string;
  total: string;
  /** In order; "" is a step not chosen. */
  ties: string[];
  groups: string;
  later: LaterFields;
}

/** The rule that the fields say, still unchecked: give it to `ruleSchema`. What does not apply to the choices made is left out. */
export function ruleOfFields(fields: ScoringRuleFields): unknown {
  const { method, level, missing, groups } = fields;
  const trim = { high: numberOf(fields.high) ?? 0, low: numberOf(fields.low) ?? 0, atLeast: numberOf(fields.atLeast) };
  const { sheet, combined, points, total } = fields;
  const later = laterOfFields(level === "criterion" ? { ...fields.later, ...sheetLevelAlone } : fields.later);
  return {
    level,
    combine: method === "trimmed-mean" ? { method, ...trim } : { method },
    missing,
    places: {
      sheet: numberOf(sheet),
      combined: numberOf(combined),
      points: numberOf(points),
      total: numberOf(total),
      ...later.places,
    },
    ties: fields.ties.filter((step, at) => step !== "" && fields.ties.indexOf(step) === at),
    groups,
    ...later.settings,
  };
}

/** Without what has no meaning where each criterion is combined by itself. */
const sheetLevelAlone = { normalise: "", kinds: [], coefficient: "", placings: "" } satisfies Partial<LaterFields>;

/** The rule as the fields of a form; the numbers of a rule that does not trim are those that one would start from. */
export function fieldsOfRule(rule: Rule): ScoringRuleFields {
  const trim = rule.combine.method === "trimmed-mean" ? trimming(rule) : { high: 1, low: 1, atLeast: 4 };
  const { sheet, combined, points, total } = rule.places;
  return {
    level: rule.level,
    method: rule.combine.method,
    high: String(trim.high),
    low: String(trim.low),
    atLeast: String(trim.atLeast),
    missing: rule.missing,
    sheet: String(sheet ?? ""),
    combined: String(combined ?? ""),
    points: String(points ?? ""),
    total: String(total ?? ""),
    ties: [...rule.ties],
    groups: rule.groups,
    later: laterFieldsOf(rule),
  };
}

/** Reads the fields from a form or an address; null when they are not there. */
export function readRuleFields(from: FormData | URLSearchParams): ScoringRuleFields | null {
  if (!from.has("level")) return null;
  const one = (name: string) => String(from.get(name) ?? "").trim();
  return {
    level: one("level"),
    method: one("method"),
    high: one("high"),
    low: one("low"),
    atLeast: one("atLeast"),
    missing: one("missing"),
    sheet: one("sheet"),
    combined: one("combined"),
    points: one("points"),
    total: one("total"),
    ties: from.getAll("ties").map(String),
    groups: one("groups"),
    later: readLaterFields(from),
  };
}

/** The names and values under which a form sends the fields. */
export function ruleFieldEntries({ later, ties, ...fields }: ScoringRuleFields): [name: string, value: string][] {
  return [
    ...Object.entries(fields),
    ...ties.map((step): [string, string] => ["ties", step]),
    ...laterFieldEntries(later),
  ];
}
