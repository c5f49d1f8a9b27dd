import { useTranslation } from "react-i18next";
import { degrees } from "~/rules/applications/application-terms.ts";
import type { Finding, StatedRule } from "~/rules/screening/eligibility.ts";
import { formatDate } from "../format/date-time.ts";
import { formatWan } from "../format/wan.ts";
import { useLocale } from "../steps.tsx";

/** A finding of a rule of eligibility in words: what the rule asks for, and what it looked at. */
export function useFindingWords(): (finding: Finding) => { rule: string; value: string } {
  const { t } = useTranslation(["eligibility", "apply"]);
  const locale = useLocale();
  const ruleWords = useRuleWords();
  return (finding) => ({ rule: ruleWords(finding), value: valueWords(finding) });

  function valueWords({ kind, value, instead }: Finding): string {
    if (kind === "one-entry") return value ? t("value.one-entry", { value }) : t("value.one-entry-none");
    if (value === "" && !instead) return t("value.empty");
    if (kind === "degree")
      return instead
        ? t("value.degree-instead", { value: degreeWord(value), instead })
        : t("value.degree", { value: degreeWord(value) });
    if (kind === "previous-winner" && (value === "yes" || value === "no"))
      return t(value === "yes" ? "value.previous-winner-yes" : "value.previous-winner-no");
    if (kind === "paid-in-capital") return t("value.paid-in-capital", { value: formatWan(value, locale) });
    if (kind === "not-registered-locally") return t("value.not-registered-locally", { value: placeWords(value) });
    return t(`value.${kind}`, { value });
  }

  /** A place may have the day of the registration after it. */
  function placeWords(value: string): string {
    return value.replace(/(?<= · )\d{4}-\d{2}-\d{2}$/, (day) => formatDate(day, locale));
  }

  function degreeWord(key: string): string {
    const known = degrees.find((each) => each === key);
    return known ? t(`apply:degree.${known}`) : key;
  }
}

/** What a rule of eligibility asks for, in words: the edition's own where it has some. */
export function useRuleWords(): (rule: StatedRule) => string {
  const { t } = useTranslation(["eligibility", "apply"]);
  const locale = useLocale();
  return ruleWords;

  function ruleWords({ kind, limit, on, message }: StatedRule): string {
    if (message) return locale === "en" ? message.en : message.zh;
    const day = on ? formatDate(on, locale) : "";
    const words = { limit: limitWords(kind, limit), on: day };
    return kind === "not-registered-locally" && on
      ? t("rule.not-registered-locally-before", words)
      : t(`rule.${kind}`, words);
  }

  /** A limit stands in a finding as "≤ 50", "18–50", a key, or words parted by commas. */
  function limitWords(kind: Finding["kind"], limit: string): string {
    if (kind === "degree") return degreeWord(limit);
    if (kind === "barred-words" || kind === "not-registered-locally")
      return limit.split(", ").join(locale === "en" ? ", " : "、");
    const [, sign, bound = ""] = /^([≤≥<]) (.+)$/.exec(limit) ?? [];
    const value = kind === "paid-in-capital" ? formatWan(bound, locale) : bound;
    if (sign) return t(`limit.${sign === "<" ? "under" : sign === "≤" ? "most" : "least"}`, { value });
    const [from = "", to] = limit.split("–");
    return to === undefined ? limit : t("limit.range", { from, to });
  }

  function degreeWord(key: string): string {
    const known = degrees.find((each) => each === key);
    return known ? t(`apply:degree.${known}`) : key;
  }
}
