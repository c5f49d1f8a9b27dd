import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";

interface Props {
  screener: { name: string | null; mine: boolean } | null;
  idempotencyKey: string;
}

/** Who screens it, and the way to take it on or to leave it to others. */
export function ScreenerLine({ screener, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  return (
    <Form method="post" className="no-print flex flex-wrap items-center justify-between gap-2 text-sm">
      <span className="text-ink-soft">
        {screener ? t("page.screener", { name: screener.name ?? "" }) : t("page.noScreener")}
      </span>
      <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-assign`} />
      {screener?.mine ? null : <input type="hidden" name="mine" value="yes" />}
      <SubmitButton size="row" intent="assign">
        {t(screener?.mine ? "page.release" : "page.take")}
      </SubmitButton>
    </Form>
  );
}
