import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type ApplicationState, isWithdrawable } from "~/rules/applications/application-state.ts";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { useRefusalWords } from "./refusal-words.ts";

interface Props {
  code: string;
  state: ApplicationState;
  idempotencyKey: string;
  error: { type: string } | null;
}

/** Takes the application back, with a reason; for a draft: gives it up. */
export function WithdrawForm({ code, state, idempotencyKey, error }: Props): ReactNode {
  const { t } = useTranslation(["apply", "errors"]);
  const words = useRefusalWords();
  if (!isWithdrawable(state)) return null;
  return (
    <ConfirmForm
      action={`/apply/${code}`}
      opener={t(state === "draft" ? "withdraw.discard" : "withdraw.opener")}
      consequence={t("withdraw.consequence")}
      confirm={t("withdraw.confirm")}
      intent="withdraw"
      hidden={{ state, idempotencyKey }}
      reason={{ hint: t("withdraw.hint") }}
      error={error ? (error.type === "invalid-input" ? t("errors:field.reason") : words(error.type)) : undefined}
    />
  );
}
