import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { ReleasePage } from "./release.tsx";

/** The way back: voiding what is not public yet, withdrawing what is. Nothing for those who may not. */
export function Ending({ page, reasonError }: { page: ReleasePage; reasonError?: string }): ReactNode {
  const { t } = useTranslation("results");
  const { release, refusals, idempotencyKey } = page;
  const intent = refusals.void === null ? "void" : refusals.withdraw === null ? "withdraw" : null;
  if (!release || !intent) return null;
  const { version } = release;
  return (
    <ConfirmForm
      intent={intent}
      opener={t(`release.${intent}Open`)}
      consequence={t(`release.${intent}Detail`, { version })}
      confirm={t(`release.${intent}Do`)}
      hidden={{ version, idempotencyKey }}
      error={reasonError}
    />
  );
}
