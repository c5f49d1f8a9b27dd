import { useTranslation } from "react-i18next";
import { type Place, placeNames } from "~/rules/standings/rule.ts";

/** Paths into the rule that is saved: what the form calls each, and which of its controls it is. */

/** The label of an input's path. */
export function useRuleLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("rounds");
  const ofPlaces = (name: string) =>
    placeNames.includes(name as Place) ? t(`rule.later.places.${name as Place}`) : undefined;
  const laterLabel = (path: string) => {
    const [, setting = "", row] = path.split(".");
    const titles: Record<string, string> = {
      normalise: t("rule.later.normalise"),
      kinds: t("rule.later.kindRow", { number: Number(row) + 1 }),
      coefficient: t("rule.later.coefficient"),
      parts: t("rule.later.partRow", { number: Number(row) + 1 }),
      carry: t("rule.later.carryRow", { number: Number(row) + 1 }),
      thresholds: t("rule.later.thresholds"),
      places: t("rule.later.places.coefficient"),
    };
    return titles[setting];
  };
  const labels: Record<string, string> = {
    threshold: t("rule.later.confersThreshold"),
    floor: t("rule.later.floor"),
    ceiling: t("rule.later.ceiling"),
    weight: t("rule.later.ownWeight"),
    level: t("rule.level"),
    method: t("rule.method"),
    high: t("rule.high"),
    low: t("rule.low"),
    atLeast: t("rule.atLeast"),
    missing: t("rule.missing"),
    groups: t("rule.groups"),
    sheet: t("rule.placesSheet"),
    combined: t("rule.placesCombined"),
    points: t("rule.placesPoints"),
    total: t("rule.placesTotal"),
  };
  return (path) => {
    const tie = /^rule\.ties\.(\d+)$/.exec(path);
    if (laterControlOf(path)) return laterLabel(path);
    return tie
      ? t("rule.tie", { number: Number(tie[1]) + 1 })
      : (labels[path.split(".").at(-1) ?? ""] ?? ofPlaces(path.split(".").at(-1) ?? ""));
  };
}

/** The control of an input's path: rule.ties.1 is tie-1, rule.places.total is total, rule.combine.high is high. */
export function controlOf(path: string): string {
  const tie = /^rule\.ties\.(\d+)$/.exec(path);
  return tie ? `tie-${tie[1]}` : (laterControlOf(path) ?? path.split(".").at(-1) ?? path);
}

/** The control of a path in the later settings; undefined for a path of the first edition's. */
function laterControlOf(path: string): string | undefined {
  const row = /^rule\.(kinds|parts|carry)\.(\d+)(?:\.(?:combine\.)?(\w+))?$/.exec(path);
  if (row) return `${row[1]}[${row[2]}].${row[3] === "combine" ? "method" : (row[3] ?? firstOfRow[row[1] ?? ""])}`;
  const named: Record<string, string> = {
    "rule.normalise.mean": "normaliseMean",
    "rule.normalise.sd": "normaliseSd",
    "rule.normalise.atLeast": "normaliseAtLeast",
    "rule.coefficient.high": "coefficientHigh",
    "rule.coefficient.low": "coefficientLow",
    "rule.places.coefficient": "coefficientPlaces",
    "rule.thresholds.total": "thresholdTotal",
  };
  return path.startsWith("rule.thresholds.criteria") ? "thresholds[0].least" : named[path];
}

const firstOfRow: Record<string, string> = { kinds: "label", parts: "label", carry: "round" };
