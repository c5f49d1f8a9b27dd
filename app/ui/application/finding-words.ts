import { useTranslation } from "react-i18next";
import { degrees } from "../../rules/application-terms.ts";
import type { Finding } from "../../rules/eligibility.ts";
import { useLocale } from "../use-locale.ts";

/** A finding of a rule of eligibility in words: what the rule asks for, and what it looked at. */
export function useFindingWords(): (finding: Finding) => { rule: string; value: string } {
  const { t } = useTranslation(["eligibility", "apply"]);
  const locale = useLocale();
  const degreeWord = (key: string) => {
    const known = degrees.find((each) => each === key);
    return known ? t(`apply:degree.${known}`) : key;
  };
  return (finding) => ({ rule: ruleWords(finding), value: valueWords(finding) });

  function ruleWords({ kind, limit, on = "", message }: Finding): string {
    if (message) return locale === "en" ? message.en : message.zh;
    if (kind === "degree") return t("rule.degree", { limit: degreeWord(limit) });
    if (kind === "not-registered-locally" && on) return t("rule.not-registered-locally-before", { limit, on });
    return t(`rule.${kind}`, { limit, on });
  }

  function valueWords({ kind, value, instead }: Finding): string {
    if (kind === "one-entry") return value ? t("value.one-entry", { value }) : t("value.one-entry-none");
    if (value === "" && !instead) return t("value.empty");
    if (kind === "degree")
      return instead
        ? t("value.degree-instead", { value: degreeWord(value), instead })
        : t("value.degree", { value: degreeWord(value) });
    if (kind === "previous-winner" && (value === "yes" || value === "no"))
      return t(value === "yes" ? "value.previous-winner-yes" : "value.previous-winner-no");
    return t(`value.${kind}`, { value });
  }
}
