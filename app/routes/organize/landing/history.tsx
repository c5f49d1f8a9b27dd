import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import type { LandingPage } from "./landing.tsx";

/** Everything that was done to the landing, the latest first, as the audit trail has it. */
export function History({ history }: { history: LandingPage["history"] }): ReactNode {
  const { t } = useTranslation("landing");
  return (
    <Card title={t("one.history")}>
      <ol className="grid gap-3">
        {history.map(({ key, at, by, sentence, reason }) => (
          <li key={key} className="grid">
            <span>{sentence}</span>
            {reason ? (
              <span className="break-words">
                {t("one.historyReason")}
                {reason}
              </span>
            ) : null}
            <span className="text-sm text-ink-soft">
              <DateTime at={at} /> · {by ?? t("one.system")}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
