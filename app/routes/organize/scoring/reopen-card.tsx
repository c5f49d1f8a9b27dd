import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetDeskAnswer } from "~/reads/scoring/sheet-acts.ts";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { SheetDesk } from "./sheet.tsx";

/** A submitted sheet is opened again by two people: a scorer asks with a reason, a supervisor confirms. */
export function ReopenCard({ page, answer }: { page: SheetDesk; answer: SheetDeskAnswer | null }): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const { sheet, asked, keeps, idempotencyKey } = page;
  if (asked) return <Asked page={page} asked={asked} />;
  if (!sheet?.submitted || !keeps) return null;
  if (page.round.state !== "judging")
    return (
      <Card title={t("reopen.title")} className="no-print">
        <p className="text-ink-soft">{t("reopen.closedFirst")}</p>
      </Card>
    );
  const mine = answer?.intent === "ask-reopening" ? answer : null;
  const mend = page.check?.answer === "mend" ? t("reopen.mendReason") : undefined;
  return (
    <Card title={t("reopen.title")} className="no-print">
      <ConfirmForm
        intent="ask-reopening"
        hidden={{ idempotencyKey, version: sheet.version }}
        kind="secondary"
        opener={t("reopen.open")}
        consequence={t("reopen.consequence")}
        confirm={t("reopen.confirm")}
        reason={{ hint: t("reopen.reasonHint"), defaultValue: mine?.reason ?? mend }}
        error={mine?.error.type === "invalid-input" ? t("errors:field.reason") : undefined}
        open={mine !== null}
      />
    </Card>
  );
}

function Asked({ page, asked }: { page: SheetDesk; asked: NonNullable<SheetDesk["asked"]> }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const own = asked.author === page.me;
  const hidden = { idempotencyKey: page.idempotencyKey, reopening: asked.id };
  return (
    <Card title={t("reopen.waiting")} className="no-print">
      <div className="grid gap-3">
        <p>{t("reopen.waitingLine", asked)}</p>
        {own ? <p className="text-ink-soft">{t("reopen.own")}</p> : null}
        <div className="flex flex-wrap items-start gap-3">
          {page.mayReopen && !own && page.round.state === "judging" ? (
            <ConfirmForm
              intent="confirm-reopening"
              hidden={hidden}
              kind="primary"
              reason={false}
              opener={t("reopen.approve")}
              consequence={t("reopen.approveConsequence", asked)}
              confirm={t("reopen.approveConfirm")}
            />
          ) : null}
          {own || page.mayReopen ? (
            <Form method="post">
              {Object.entries(hidden).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <Button name="intent" value="decline-reopening">
                {t(own ? "reopen.takeBack" : "reopen.decline")}
              </Button>
            </Form>
          ) : null}
        </div>
      </div>
    </Card>
  );
}
