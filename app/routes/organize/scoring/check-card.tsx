import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import type { SheetDesk } from "./sheet.tsx";

/** Asks the judge to look at a submitted sheet again, and says what they answered. */
export function CheckCard({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { check, sheet, asked, keeps, round, idempotencyKey } = page;
  if (!sheet?.submitted || round.state !== "judging" || !keeps || asked) return null;
  const waiting = check !== null && check.answer === null;
  return (
    <Card title={t("check.title")} className="no-print">
      <div className="grid gap-3">
        <p className="text-sm text-ink-soft">{t("check.lead")}</p>
        {check ? <p>{t(`check.${(check.answer as "stands" | "mend" | null) ?? "asked"}`)}</p> : null}
        {waiting ? null : (
          <Form method="post">
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <SubmitButton intent="request-check">{t("check.ask")}</SubmitButton>
          </Form>
        )}
      </div>
    </Card>
  );
}
