import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Digest } from "~/ui/digest.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { PanelsPage } from "./panels.tsx";

/** Draws the entries into panels, and shows what is on record of the latest draw. */
export function PanelDraw({ page, reasonError }: { page: PanelsPage; reasonError?: string }): ReactNode {
  const { t } = useTranslation("panels");
  const { setup, draw, movable, entries, timeZone, idempotencyKey } = page;
  const can = movable && setup.names.length > 1 && entries.length > 0;
  if (!can && !draw) return null;
  return (
    <Card title={t(draw ? "record" : "draw")}>
      <div className="grid gap-4">
        {draw ? (
          <>
            <DetailList
              items={[
                { term: t("drawnAt"), detail: <DateTime at={draw.drawnAt} timeZone={timeZone} /> },
                { term: t("drawnBy"), detail: draw.drawnByName },
                {
                  term: t("method"),
                  detail: (
                    <>
                      <code className="font-mono text-sm">{draw.method}</code>
                      <span className="block text-sm text-ink-soft">{t("methodWhat")}</span>
                    </>
                  ),
                },
                { term: t("seed"), detail: <code className="font-mono text-sm break-all">{draw.seed}</code> },
                { term: t("digest"), detail: <Digest value={draw.digest} label={t("digest")} /> },
                ...(draw.times > 1 ? [{ term: t("times"), detail: t("timesNote", { count: draw.times }) }] : []),
                ...(draw.reason === null ? [] : [{ term: t("reason"), detail: draw.reason }]),
              ]}
            />
            {draw.changed ? <p className="text-warn">{t("changed")}</p> : null}
            {draw.list === null ? null : (
              <details>
                <summary className="inline-flex min-h-11 cursor-pointer items-center gap-2 font-medium text-link">
                  {t("verify")}
                  <Icon name="down" />
                </summary>
                <div className="mt-2 grid gap-2">
                  <p className="text-sm text-ink-soft">{t("verifyLead")}</p>
                  <pre className="rounded bg-sunken p-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
                    {draw.recipe}
                  </pre>
                  <pre className="rounded bg-sunken p-3 font-mono text-sm wrap-anywhere whitespace-pre-wrap">
                    {draw.list}
                  </pre>
                </div>
              </details>
            )}
          </>
        ) : null}
        {can ? <p className="text-sm text-ink-soft">{t("drawLead")}</p> : null}
        {can && !draw ? (
          <ActionForm idempotencyKey={`${idempotencyKey}-draw`}>
            <SubmitButton intent="draw">{t("drawDo")}</SubmitButton>
          </ActionForm>
        ) : null}
        {can && draw ? (
          <ConfirmForm
            intent="draw"
            kind="secondary"
            opener={t("drawAgain")}
            consequence={t("drawLead")}
            confirm={t("drawDo")}
            hidden={{ idempotencyKey: `${idempotencyKey}-draw`, after: draw.id }}
            error={reasonError}
          />
        ) : null}
      </div>
    </Card>
  );
}
