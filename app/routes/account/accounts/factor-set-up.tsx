import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { FactorField } from "~/ui/field/factor-field.tsx";
import { QrPicture } from "~/ui/qr-code.tsx";

interface Props {
  begun: { key: string; qr: { size: number; path: string } } | null;
  /** Another phone takes the place of one. */
  renews: boolean;
  wrong?: string;
}

/** The way to a second factor: a key for the app, by picture or as text, and a code that shows that the app has it. */
export function FactorSetUp({ begun, renews, wrong }: Props): ReactNode {
  const { t } = useTranslation("factor");
  if (!begun)
    return (
      <Card title={t("begin.title")}>
        <Form method="post" className="grid max-w-prose gap-4">
          <p>{t("begin.text")}</p>
          <div>
            <SubmitButton kind="primary" intent="begin">
              {t("begin.do")}
            </SubmitButton>
          </div>
        </Form>
      </Card>
    );
  return (
    <Card title={t("scan.title")}>
      <div className="flex flex-wrap gap-x-8 gap-y-5">
        <QrPicture {...begun.qr} label={t("scan.picture")} className="size-56 rounded" />
        <div className="grid min-w-0 max-w-prose grow basis-80 content-start gap-4">
          <p>{t("scan.text")}</p>
          <dl>
            <dt className="text-sm text-ink-soft">{t("scan.key")}</dt>
            <dd>
              <code className="font-mono break-words">{begun.key.replace(/.{4}(?=.)/g, "$& ")}</code>
            </dd>
          </dl>
          <Form method="post" noValidate className="grid gap-4">
            <input type="hidden" name="key" value={begun.key} />
            <p>{t("scan.confirmText")}</p>
            <FactorField id="code-confirm" error={wrong} ofApp />
            {renews ? <p className="text-ink-soft">{t("scan.renews")}</p> : null}
            <div>
              <SubmitButton kind="primary" intent="confirm">
                {t("scan.do")}
              </SubmitButton>
            </div>
          </Form>
          {renews ? null : (
            <Form method="post">
              <SubmitButton kind="quiet" intent="begin">
                {t("scan.again")}
              </SubmitButton>
            </Form>
          )}
        </div>
      </div>
    </Card>
  );
}
