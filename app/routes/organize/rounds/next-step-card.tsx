import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Role } from "~/rules/accounts/access.ts";
import type { NextStep as Step } from "~/rules/rounds/readiness.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { NextStep } from "~/ui/page-header.tsx";
import type { NextWay } from "./next-way.ts";

interface Props {
  step: Step;
  way: NextWay;
  /** Whether this person may do it; otherwise these roles. */
  allowed: boolean;
  roles: readonly Role[];
  /** Where the round stands now: sent along, so that nobody takes a step from a state they did not see. */
  from: RoundState;
  count: number;
  idempotencyKey: string;
}

/** The next step of a round with the one button that does it or leads there; for others, who will do it. */
export function NextStepCard({ step, way, allowed, roles, from, count, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const names = roles.map((role) => t(`ui:role.${role}`)).join(t("why.or"));
  const primary = step === "done" ? "secondary" : "primary";
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
        ) : (
          <Form method="post">
            <input type="hidden" name="from" value={from} />
            <input type="hidden" name="to" value={way.state} />
            <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
            <SubmitButton kind="primary" intent="step">
              {t(`go.${step}`)}
            </SubmitButton>
          </Form>
        )
      }
    >
      {t(`why.${step}`, { count })}
    </NextStep>
  );
}
