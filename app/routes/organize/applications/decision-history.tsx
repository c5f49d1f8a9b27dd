import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { Timeline } from "~/ui/steps.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import type { findAllDecisions } from "~db/queries/screening.ts";

/** Every decision that was made, the latest first, with who made it. */
export function DecisionHistory({ decisions }: { decisions: Awaited<ReturnType<typeof findAllDecisions>> }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  if (decisions.length === 0) return <p className="text-ink-soft">{t("history.none")}</p>;
  return (
    <Timeline
      label={t("history.title")}
      moments={decisions.map((each) => ({
        title:
          each.decision === "qualify"
            ? t("history.qualify", { round: inLocale(locale, each.roundTitle, each.roundTitleEn) })
            : t("history.ineligible"),
        at: (
          <>
            {t("history.by", { name: each.decidedBy })} <DateTime at={each.decidedAt} />
          </>
        ),
        state: each.decision === "qualify" ? "done" : "problem",
        detail: each.reason ? <p className="whitespace-pre-line">{each.reason}</p> : null,
      }))}
    />
  );
}
