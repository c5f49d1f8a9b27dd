import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { CheckboxField, DateField, NumberField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { formatYuan } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { LandingPage, SentMilestone } from "./landing.tsx";
import { formOf, keyOf, OutOfOrder } from "./milestones.tsx";

interface Props {
  page: LandingPage;
  wrong: SentMilestone;
}

/** The instalments of the funds, and the forms that record one or take one back. */
export function Funds({ page, wrong }: Props): ReactNode {
  const { t } = useTranslation("landing");
  const locale = useLocale();
  const { payments, funds, tracking, givenUp, milestones } = page;
  const isPaid = milestones.some(({ step, doneOn }) => step === "funds" && doneOn !== null);
  return (
    <Card title={t("one.funds")}>
      <div className="grid gap-4">
        {payments.length === 0 ? (
          <p className="text-ink-soft">{t("one.fundsNone")}</p>
        ) : (
          <>
            <ul className="grid gap-2">
              {payments.map(({ id, amount, paidOn, note, takenBackAt, recordedBy }) => (
                <li key={id} className="flex flex-wrap gap-x-4">
                  <span>{formatDate(paidOn, locale)}</span>
                  {takenBackAt ? (
                    <span>
                      <s className="tabular-nums">{formatYuan(amount, locale)}</s> {t("one.takenBack")}
                    </span>
                  ) : (
                    <strong className="tabular-nums">{formatYuan(amount, locale)}</strong>
                  )}
                  <span className="text-ink-soft">{recordedBy}</span>
                  {note ? <span className="basis-full break-words">{note}</span> : null}
                </li>
              ))}
            </ul>
            <p className="font-semibold">{t("one.fundsSum", { sum: formatYuan(funds, locale) })}</p>
          </>
        )}
        {tracking && !givenUp ? (
          <div className="flex flex-wrap items-start gap-2">
            {isPaid ? null : <Pay page={page} wrong={wrong} />}
            {funds > 0 ? <TakeBack page={page} wrong={wrong} /> : null}
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Pay({ page, wrong }: Props): ReactNode {
  const { t } = useTranslation("landing");
  const { own, field } = formOf("pay", wrong);
  return (
    <ConfirmForm
      key={keyOf(page, "pay").idempotencyKey}
      intent="pay"
      kind="secondary"
      size="row"
      opener={t("one.pay")}
      consequence={t("one.payWhat")}
      confirm={t("one.payDo")}
      hidden={keyOf(page, "pay")}
      reason={false}
      open={own}
    >
      <DateField {...field("paidOn", page.today)} label={t("field.paidOn")} max={page.today} required />
      <NumberField
        {...field("amount")}
        label={t("field.amount")}
        unit={t("field.yuan")}
        width="short"
        pattern={undefined}
        required
      />
      <TextField {...field("note")} label={t("field.note")} hint={t("field.noteHint")} maxLength={500} optional />
      <CheckboxField
        name="last"
        id="pay-last"
        value="yes"
        label={t("field.last")}
        defaultChecked={own && wrong.texts.last !== undefined}
      />
      <OutOfOrder intent="pay" wrong={wrong} />
    </ConfirmForm>
  );
}

function TakeBack({ page, wrong }: Props): ReactNode {
  const { t } = useTranslation("landing");
  const locale = useLocale();
  const { own, field, reason } = formOf("take-back", wrong);
  const options = page.payments.flatMap(({ id, paidOn, amount, takenBackAt }) => {
    const payment = { day: formatDate(paidOn, locale), amount: formatYuan(amount, locale) };
    return takenBackAt ? [] : [{ value: String(id), label: t("one.paymentOption", payment) }];
  });
  return (
    <ConfirmForm
      key={keyOf(page, "take-back").idempotencyKey}
      intent="take-back"
      kind="secondary"
      size="row"
      opener={t("one.takeBack")}
      consequence={t("one.takeBackWhat")}
      confirm={t("one.takeBackDo")}
      hidden={keyOf(page, "take-back")}
      open={own}
      {...reason}
    >
      <SelectField {...field("payment")} label={t("field.payment")} placeholder={null} options={options} />
    </ConfirmForm>
  );
}
