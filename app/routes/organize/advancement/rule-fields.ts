import { textOf } from "~/forms/fields.ts";
import { type AdvancementRule, defaultAdvancementRule } from "~/rules/advancement/advancement-rule.ts";

/** How the rule of advancement is held in its form. */

const words = [
  "places",
  "placesBy",
  "percent",
  "rounding",
  "quotaPlaces",
  "over",
  "base",
  "least",
  "capMost",
  "capOf",
  "ties",
  "step1",
  "step2",
  "step3",
  "wildcards",
  "by",
  "reserves",
] as const;
const ticks = ["byGroup", "substitutes", "afterNotice"] as const;

/** By what a line has its number of places. */
export const placesBy = ["fixed", "share", "quota"] as const;
export const ladderSteps = ["step1", "step2", "step3"] as const;

/** The rule as its form holds it; `exceptions` by the names of their fields, empty where the usual number holds. */
export type AdvancementRuleFields = Record<(typeof words)[number], string> &
  Record<(typeof ticks)[number], boolean> & { exceptions: Record<string, string> };

export function fieldsOfAdvancement(rule: AdvancementRule): AdvancementRuleFields {
  const { places, byGroup, exceptions, ties, wildcards, substitutes, afterNotice, share, quota, cap, ladder } = rule;
  const [step1 = "preliminary", step2 = "", step3 = ""] = ladder ?? ["preliminary", "all"];
  return {
    places: String(places),
    placesBy: share ? "share" : quota ? "quota" : "fixed",
    percent: share?.percent ?? "",
    rounding: share?.rounding ?? "up",
    quotaPlaces: quota ? String(quota.places) : "",
    over: quota?.over ?? "heat",
    base: quota?.by ?? "registrations",
    least: quota ? String(quota.least) : "",
    capMost: cap ? String(cap.most) : "",
    capOf: cap?.of ?? "institution",
    ties: ladder ? "ladder" : ties,
    step1,
    step2,
    step3,
    wildcards: String(wildcards?.places ?? 0),
    by: wildcards?.by ?? "total",
    reserves: rule.reserves === undefined ? "" : String(rule.reserves),
    byGroup,
    substitutes,
    afterNotice,
    exceptions: Object.fromEntries(exceptions.map((each) => [nameOfLine(each), String(each.places)])),
  };
}

export function sentAdvancement(form: FormData): AdvancementRuleFields {
  const exceptions = [...form.keys()].filter((name) => name.startsWith("line."));
  return {
    ...(Object.fromEntries(words.map((name) => [name, textOf(form, name).trim()])) as Record<
      (typeof words)[number],
      string
    >),
    ...(Object.fromEntries(ticks.map((name) => [name, form.has(name)])) as Record<(typeof ticks)[number], boolean>),
    exceptions: Object.fromEntries(exceptions.map((name) => [name, textOf(form, name).trim()])),
  };
}

/**
 * The rule as the command takes it; what is no number stays one that its schema refuses by name. A setting that is not chosen
 * is missing in it.
 */
export function ruleOfAdvancement(fields: AdvancementRuleFields): unknown {
  const { wildcards, by, byGroup, substitutes, afterNotice } = fields;
  const wild = numberIn(wildcards === "" ? "0" : wildcards);
  const exceptions = Object.entries(fields.exceptions).flatMap(([name, text]) => {
    const [, heat = "", group] = name.split(".");
    return text === "" ? [] : [{ heat, group: group ?? null, places: numberIn(text) }];
  });
  return {
    ...placesIn(fields),
    ...tiesIn(fields),
    byGroup,
    exceptions,
    substitutes,
    afterNotice,
    wildcards: wild === 0 ? null : { places: wild, by },
    ...(fields.capMost !== "" && { cap: { most: numberIn(fields.capMost), of: fields.capOf } }),
    ...(fields.reserves !== "" && { reserves: numberIn(fields.reserves) }),
  };
}

/** The number that nobody goes by is not in the way when it is wrong. */
function placesIn({
  places,
  placesBy: chosen,
  percent,
  rounding,
  quotaPlaces,
  over,
  base,
  least,
}: AdvancementRuleFields) {
  const fixed = /^\d{1,3}$/.test(places) && Number(places) <= 200 ? Number(places) : defaultAdvancementRule.places;
  if (chosen === "share") return { places: fixed, share: { percent, rounding } };
  if (chosen !== "quota") return { places: numberIn(places) };
  const quota = { places: numberIn(quotaPlaces), over, by: base, least: least === "" ? 0 : numberIn(least) };
  return { places: fixed, quota };
}

function tiesIn({ ties, ...fields }: AdvancementRuleFields) {
  if (ties !== "ladder") return { ties };
  return { ties: defaultAdvancementRule.ties, ladder: ladderSteps.map((name) => fields[name]).filter(Boolean) };
}

const controls: Record<string, string> = {
  "wildcards.places": "wildcards",
  "share.percent": "percent",
  "share.rounding": "rounding",
  "quota.places": "quotaPlaces",
  "quota.over": "over",
  "quota.by": "base",
  "quota.least": "least",
  "cap.most": "capMost",
  "cap.of": "capOf",
  ladder: "step1",
  "ladder.0": "step1",
  "ladder.1": "step2",
  "ladder.2": "step3",
};

/** The control of a path in the command's input. */
export function advancementId(fields: AdvancementRuleFields | undefined, path: string): string {
  const own = path.replace("rule.", "");
  const [, place] = /^exceptions\.(\d+)/.exec(own) ?? [];
  if (place === undefined) return controls[own] ?? own;
  const filled = Object.entries(fields?.exceptions ?? {}).filter(([, text]) => text !== "");
  return filled[Number(place)]?.[0] ?? "places";
}

export function nameOfLine({ heat, group }: { heat: string; group: string | null }): string {
  return group === null ? `line.${heat}` : `line.${heat}.${group}`;
}

function numberIn(text: string): number {
  return text === "" ? Number.NaN : Number(text);
}
