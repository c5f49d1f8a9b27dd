import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { SheetDeskAnswer } from "./sheet.server.ts";
import type { SheetDesk } from "./sheet.tsx";

/** Takes a judge off this one project, for a reason, while the scoring is not over. */
export function RecuseCard({ page, answer }: { page: SheetDesk; answer: SheetDeskAnswer | null }): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const { recusal, mayRecuse, normalises, round, sheet, judge, entry, idempotencyKey } = page;
  if (!mayRecuse || recusal !== null || round.state === "closed") return null;
  const mine = answer?.intent === "recuse" ? answer : null;
  const words = { judge: `${judge.key} ${judge.name}`, entry: `${entry.number} ${entry.title}` };
  return (
    <Card title={t("recuseJudge.title")} className="no-print">
      {sheet?.submitted ? (
        <p className="text-ink-soft">{t("recuseJudge.reopenFirst")}</p>
      ) : (
        <ConfirmForm
          intent="recuse"
          hidden={{ idempotencyKey }}
          opener={t("recuseJudge.open")}
          consequence={
            <>
              <p>{t("recuseJudge.consequence", words)}</p>
              {normalises ? <p className="mt-2 font-medium">{t("recuseJudge.movesOthers")}</p> : null}
            </>
          }
          confirm={t("recuseJudge.confirm")}
          reason={{ hint: t("recuseJudge.reasonHint"), defaultValue: mine?.reason }}
          error={mine?.error.type === "invalid-input" ? t("errors:field.reason") : undefined}
        />
      )}
    </Card>
  );
}
