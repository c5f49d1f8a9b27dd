import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AdvancementRule } from "~/rules/advancement/advancement-rule.ts";
import { Callout } from "~/ui/callout.tsx";

/** The rule in one sentence, and what speaks against the measure of its wildcards. */
export function RuleSummary({ rule }: { rule: AdvancementRule }): ReactNode {
  const { t } = useTranslation("advancement");
  const { byGroup, exceptions, ties, wildcards, substitutes, afterNotice, cap, ladder, reserves } = rule;
  const measure = wildcards ? t(`measure.${wildcards.by}`) : "";
  const parts = [
    ...placesInWords(t, rule, byGroup),
    exceptions.length > 0 ? t("summary.exceptions") : null,
    cap ? t(`summary.cap.${cap.of}`, { most: cap.most }) : null,
    `${t("rule.ties")}${t("summary.is")}${
      ladder
        ? t("summary.ladder", { steps: ladder.map((step) => t(`step.${step}`)).join(t("summary.ladderJoin")) })
        : t(`rule.tie.${ties}`)
    }`,
    wildcards ? t("summary.wild", { places: wildcards.places, measure }) : t("summary.noWild"),
    t(substitutes ? "summary.substitutes" : "summary.noSubstitutes"),
    substitutes && reserves !== undefined ? t("summary.reserves", { reserves }) : null,
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

/** By what a line has its places, in words. */
function placesInWords(
  t: ReturnType<typeof useTranslation<"advancement">>["t"],
  { places, share, quota }: AdvancementRule,
  byGroup: boolean,
): string[] {
  if (share) return [t("summary.share", { percent: share.percent, rounding: t(`rounding.${share.rounding}`) })];
  if (!quota) return [t(byGroup ? "summary.firstByGroup" : "summary.first", { places })];
  const given = { places: quota.places, base: t(`base.${quota.by}`), over: t(`unit.${quota.over}`) };
  return [t("summary.quota", given), ...(quota.least > 0 ? [t("summary.least", { least: quota.least })] : [])];
}
