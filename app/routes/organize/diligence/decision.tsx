import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { Problems } from "~/forms/problems.tsx";
import { diligenceOutcomes } from "~/rules/diligence/diligence.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { FinalistAnswer, FinalistPage } from "./finalist.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

interface Props {
  page: FinalistPage;
  answer: FinalistAnswer;
  at: Problems["at"];
}

/** Whether the finalist keeps the rank: the decision that stands, or the form to make one, and those that were revoked. */
export function Decision({ page, answer, at }: Props): ReactNode {
  const { t } = useTranslation("awards");
  const locale = useLocale();
  const { decision, granted, examines, revoked, idempotencyKey } = page;
  const reasonOf = (reason: string) => (reason === "—" ? t("one.erased") : t("one.reasonIs", { reason }));
  return (
    <Card title={t("one.decision")}>
      <div className="grid gap-5">
        {decision ? (
          <div className="grid justify-items-start gap-2">
            <OutcomeBadge outcome={decision.outcome} />
            <p className="text-ink-soft">
              {t("list.by", { name: decision.by, at: formatDateTime(decision.at, locale) })}
            </p>
            <p className="whitespace-pre-wrap wrap-anywhere">{reasonOf(decision.reason)}</p>
          </div>
        ) : null}
        {granted ? <p className="text-ink-soft">{t("one.granted")}</p> : null}
        {decision && examines && !granted ? (
          <ConfirmForm
            intent="revoke"
            opener={t("one.revoke")}
            consequence={t("one.revokeWhat")}
            confirm={t("one.revokeDo")}
            hidden={{ idempotencyKey: `${idempotencyKey}-r` }}
            reason={{ defaultValue: answer?.intent === "revoke" ? answer.reason : undefined }}
            error={answer?.intent === "revoke" ? at("reason") : undefined}
          />
        ) : null}
        {!decision && examines && !granted ? <Deciding page={page} answer={answer} at={at} /> : null}
        {!decision && !examines ? <OutcomeBadge outcome={null} /> : null}
        {revoked.length > 0 ? (
          <div className="grid gap-2 border-line border-t pt-4">
            <h3 className="text-ink-soft">{t("one.revoked")}</h3>
            <ul className="grid gap-2">
              {revoked.map((each) => (
                <li key={each.id}>
                  <span className="block">
                    {t("one.revokedBy", {
                      outcome: t(`outcome.${each.outcome}`),
                      by: each.decidedBy,
                      revoker: each.revokedBy,
                      at: formatDateTime(each.decidedAt, locale),
                      revokedAt: each.revokedAt === null ? "" : formatDateTime(each.revokedAt, locale),
                    })}
                  </span>
                  <span className="wrap-anywhere text-sm text-ink-soft">{reasonOf(each.reason)}</span>
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Deciding({ page: { progress, idempotencyKey }, answer, at }: Props): ReactNode {
  const { t } = useTranslation("awards");
  const missing = progress.items - progress.answered;
  const sent = answer?.intent === "decide" ? answer : undefined;
  return (
    <ActionForm idempotencyKey={`${idempotencyKey}-d`} noValidate className="grid gap-4">
      <p className="text-ink-soft">{t("one.decideLead")}</p>
      {missing > 0 ? <p className="text-warn">{t("one.missing", { count: missing })}</p> : null}
      <RadioGroupField
        name="outcome"
        label={t("one.outcome")}
        defaultValue={sent?.outcome}
        error={sent ? at("outcome") : undefined}
        options={diligenceOutcomes.map((value) => ({
          value,
          label: t(`outcome.${value}`),
          hint: t(`one.outcomeHint.${value}`),
          disabled: missing > 0 && value !== "withdrawn",
        }))}
      />
      <TextAreaField
        name="reason"
        id="reason-decide"
        label={t("one.reason")}
        hint={t("one.reasonHint")}
        error={sent ? at("reason") : undefined}
        defaultValue={sent?.reason}
        rows={4}
        required
      />
      <div>
        <SubmitButton intent="decide" kind="primary">
          {t("one.decide")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
