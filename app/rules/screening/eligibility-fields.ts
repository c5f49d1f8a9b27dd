import type { EligibilityKind, EligibilityRule } from "./eligibility-rule.ts";

/** A rule of eligibility as the fields of a form: texts, and lists of ticked keys. */
export interface EligibilityRuleFields {
  key: string;
  kind: EligibilityKind;
  /** Keys of groups; none: for all. */
  groups: string[];
  messageZh: string;
  messageEn: string;
  texts: Partial<Record<RuleText, string>>;
  ticks: Partial<Record<RuleTick, string[]>>;
}

export const ruleTexts = ["least", "most", "on", "under", "before", "places", "words", "names"] as const;
export type RuleText = (typeof ruleTexts)[number];
export const ruleTicks = ["instead", "fields"] as const;
export type RuleTick = (typeof ruleTicks)[number];

/** The parameters of each kind, as its form asks for them. */
export const parametersOf: Record<EligibilityKind, { texts: readonly RuleText[]; ticks: readonly RuleTick[] }> = {
  "leader-age": { texts: ["least", "most", "on"], ticks: [] },
  degree: { texts: ["least"], ticks: ["instead"] },
  "company-age": { texts: ["under", "on"], ticks: [] },
  "not-registered-locally": { texts: ["places", "before"], ticks: [] },
  "leader-stake": { texts: ["least"], ticks: [] },
  "paid-in-capital": { texts: ["least"], ticks: [] },
  "team-size": { texts: ["least", "most"], ticks: [] },
  "one-entry": { texts: [], ticks: [] },
  "barred-words": { texts: ["words"], ticks: ["fields"] },
  "previous-winner": { texts: ["names"], ticks: [] },
};

/** Numbers that are counted; stake and capital are decimals and stay texts. */
const counted: Partial<Record<EligibilityKind, readonly RuleText[]>> = {
  "leader-age": ["least", "most"],
  "company-age": ["under"],
  "team-size": ["least", "most"],
};
const lists: readonly RuleText[] = ["places", "words", "names"];

/** The rule that the fields say, still unchecked: give it to `eligibilitySchema`. An empty text is left out. */
export function eligibilityRuleOfFields({
  key,
  kind,
  groups,
  messageZh,
  messageEn,
  texts,
  ticks,
}: EligibilityRuleFields): object {
  const parameters: Record<string, unknown> = {};
  for (const name of parametersOf[kind].texts) {
    const text = (texts[name] ?? "").trim();
    if (lists.includes(name)) parameters[name] = linesOf(text);
    else if (text !== "") parameters[name] = counted[kind]?.includes(name) ? Number(text) : text;
  }
  for (const name of parametersOf[kind].ticks) parameters[name] = ticks[name] ?? [];
  const says = messageZh.trim() !== "" || messageEn.trim() !== "";
  return {
    key,
    kind,
    ...(groups.length > 0 ? { groups } : {}),
    ...(says ? { message: { zh: messageZh, en: messageEn } } : {}),
    ...parameters,
  };
}

/** A rule as the fields of its form. */
export function fieldsOfEligibilityRule(rule: EligibilityRule): EligibilityRuleFields {
  const values: Record<string, unknown> = { ...rule };
  const { texts, ticks } = parametersOf[rule.kind];
  return {
    key: rule.key,
    kind: rule.kind,
    groups: rule.groups ?? [],
    messageZh: rule.message?.zh ?? "",
    messageEn: rule.message?.en ?? "",
    texts: Object.fromEntries(
      texts.map((name) => {
        const value = values[name];
        return [name, Array.isArray(value) ? value.join("\n") : String(value ?? "")];
      }),
    ),
    ticks: Object.fromEntries(ticks.map((name) => [name, (values[name] as string[] | undefined) ?? []])),
  };
}

/** A rule that has just been added; its key is the kind's, with a number where that is taken. */
export function blankEligibilityRule(kind: EligibilityKind, taken: readonly string[]): EligibilityRuleFields {
  const keys = [kind, ...Array.from({ length: taken.length }, (_, at) => `${kind}-${at + 2}`)];
  const key = keys.find((each) => !taken.includes(each)) ?? kind;
  const ticks = kind === "barred-words" ? { fields: ["projectTitle"] } : {};
  const texts = kind === "degree" ? { least: "bachelor" } : {};
  return { key, kind, groups: [], messageZh: "", messageEn: "", texts, ticks };
}

function linesOf(text: string): string[] {
  return text
    .split(/[\n,，、;；]/)
    .map((line) => line.trim())
    .filter(Boolean);
}
