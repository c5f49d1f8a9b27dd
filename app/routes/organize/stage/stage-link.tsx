import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { QrCode } from "~/services/http/qr-code.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { QrPicture } from "~/ui/qr-code.tsx";

interface Props {
  /** One; where several panels judge side by side, one a panel. */
  stages: { panel: string | null; url: string; code: QrCode }[];
  idempotencyKey: string;
}

/** The address of the stage screens, to be opened or scanned on the machine at the projector; and another one on request. */
export function StageLink({ stages, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation(["conduct", "panels"]);
  return (
    <Card title={t("day.link")}>
      <div className="grid justify-items-start gap-4">
        <p className="text-ink-soft">{t("day.linkLead")}</p>
        {stages.map(({ panel, url, code }) => (
          <div key={url} className="grid max-w-full justify-items-start gap-4">
            {panel === null ? null : <h3 className="text-base font-semibold">{t("panels:of", { panel })}</h3>}
            <QrPicture {...code} label={t("day.linkCode")} className="w-52 rounded" />
            <p className="max-w-full break-all font-mono text-sm">{url}</p>
            <LinkButton to={url} target="_blank" rel="noreferrer" icon="out" reloadDocument>
              {t("screen.open")}
            </LinkButton>
          </div>
        ))}
        <ConfirmForm
          intent="renew-key"
          opener={t("day.renew")}
          consequence={t("day.renewWhat")}
          confirm={t("day.renewDo")}
          hidden={{ idempotencyKey: `${idempotencyKey}-key` }}
          reason={false}
        />
      </div>
    </Card>
  );
}
