import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { QrCode } from "~/services/http/qr-code.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { QrPicture } from "~/ui/qr-code.tsx";

interface Props {
  stage: { url: string; code: QrCode };
  idempotencyKey: string;
}

/** The address of the stage screens, to be opened or scanned on the machine at the projector; and another one on request. */
export function StageLink({ stage, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation("conduct");
  return (
    <Card title={t("day.link")}>
      <div className="grid justify-items-start gap-4">
        <p className="text-ink-soft">{t("day.linkLead")}</p>
        <QrPicture {...stage.code} label={t("day.linkCode")} className="w-52 rounded" />
        <p className="max-w-full break-all font-mono text-sm">{stage.url}</p>
        <LinkButton to={stage.url} target="_blank" rel="noreferrer" icon="out" reloadDocument>
          {t("screen.open")}
        </LinkButton>
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
