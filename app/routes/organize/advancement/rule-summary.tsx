import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { Callout } from "~/ui/callout.tsx";

/** The rule in one sentence, and what speaks against the measure of its wildcards. */
export function RuleSummary({ rule }: { rule: AdvancementRule }): ReactNode {
  const { t } = useTranslation("advancement");
  const { places, byGroup, exceptions, ties, wildcards, substitutes, afterNotice } = rule;
  const measure = wildcards ? t(`measure.${wildcards.by}`) : "";
  const parts = [
    t(byGroup ? "summary.firstByGroup" : "summary.first", { places }),
    exceptions.length > 0 ? t("summary.exceptions") : null,
    `${t("rule.ties")}${t("summary.is")}${t(`rule.tie.${ties}`)}`,
    wildcards ? t("summary.wild", { places: wildcards.places, measure }) : t("summary.noWild"),
    t(substitutes ? "summary.substitutes" : "summary.noSubstitutes"),
    afterNotice ? t("summary.afterNotice") : null,
  ];
  return (
    <div className="grid gap-4">
      <p className="max-w-prose">
        <strong>{t("rule.title")}</strong>
        {t("summary.is")}
        {parts.filter(Boolean).join(t("summary.join"))}
        {t("summary.end")}
      </p>
      {wildcards ? <Callout title={`${t("rule.wild")} · ${measure}`}>{t(`caveat.${wildcards.by}`)}</Callout> : null}
    </div>
  );
}
