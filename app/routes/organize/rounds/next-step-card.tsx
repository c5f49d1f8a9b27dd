import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { Role } from "~/rules/accounts/access.ts";
import type { NextStep as Step } from "~/rules/rounds/readiness.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { NextStep } from "~/ui/page-header.tsx";
import type { NextWay } from "./way.tsx";

interface Props {
  step: Step;
  way: NextWay;
  /** Whether this person may do it; otherwise these roles. */
  allowed: boolean;
  roles: readonly Role[];
  /** When the registration ends, in words. */
  until: string;
  /** The reason that was sent with the step, where it was refused. */
  asked: { error?: string; reason?: string };
  /** Where the round stands now: sent along, so that nobody takes a step from a state they did not see. */
  from: RoundState;
  count: number;
  idempotencyKey: string;
}

/** The next step of a round with the one button that does it or leads there; for others, who will do it. */
export function NextStepCard({
  step,
  way,
  allowed,
  roles,
  from,
  count,
  until,
  asked,
  idempotencyKey,
}: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const names = roles.map((role) => t(`ui:role.${role}`)).join(t("why.or"));
  const primary = step === "done" || step === "registering" ? "secondary" : "primary";
  return (
    <NextStep
      title={t(`next.${step}`)}
      action={
        !allowed ? (
          <p className="text-ink-soft">{t("why.by", { roles: names })}</p>
        ) : "to" in way ? (
          <LinkButton to={way.to} kind={primary} iconAfter="right">
            {t(`go.${step}`)}
          </LinkButton>
        ) : from === "registration" ? (
          <CloseRegistration
            intent="step"
            kind="primary"
            opener={`${t("go.start-screening")}…`}
            warning={t("overview.closeWhat")}
            hidden={{ from, to: way.state, idempotencyKey }}
            {...asked}
          />
        ) : (
          <ActionForm idempotencyKey={idempotencyKey}>
            <input type="hidden" name="from" value={from} />
            <input type="hidden" name="to" value={way.state} />
            <SubmitButton kind="primary" intent="step">
              {t(`go.${step}`)}
            </SubmitButton>
          </ActionForm>
        )
      }
    >
      {t(`why.${step}`, { count, until })}
    </NextStep>
  );
}

interface CloseProps {
  intent: string;
  kind: "primary" | "danger";
  opener: string;
  warning: string;
  hidden: Record<string, string>;
  error?: string;
  reason?: string;
}

/** Ends the round's registration: asked once more, and why, for it locks people out. */
export function CloseRegistration({ warning, error, reason, ...form }: CloseProps): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <ConfirmForm
      {...form}
      consequence={warning}
      confirm={t("go.start-screening")}
      reason={{ defaultValue: reason }}
      error={error}
    />
  );
}
