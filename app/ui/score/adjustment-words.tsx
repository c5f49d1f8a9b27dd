import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { adjustmentParts } from "~/rules/scoring/parts-and-adjustments.ts";
import { classes } from "../classes.ts";

interface Props {
  /** `amount`: a decimal with its sign, as in standings. */
  adjustments: readonly { amount: string; article: string; reason?: string }[];
  className?: string;
}

/** Penalties and bonuses of a project, each with its article, and with its reason where that is given: 「扣分 −0.20（第12条）」. */
export function AdjustmentWords({ adjustments, className }: Props): ReactNode {
  const { t } = useTranslation("inputs");
  if (adjustments.length === 0) return null;
  return (
    <ul aria-label={t("shown.title")} className={classes("flex flex-wrap gap-x-4 gap-y-1", className)}>
      {adjustments.map(({ amount, article, reason }, at) => {
        const { kind, points } = adjustmentParts(amount);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be equal in every word, and they never change places
          <li key={at}>
            {t(`shown.${kind}`, { points, article })}
            {reason ? <span className="text-ink-soft"> {reason}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}
