import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { alarmOf, type LandingAlarm, nextMilestone, stateOf } from "~/rules/landing/landing.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateField, NumberField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { formatYuan } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { StoredLanding } from "~db/queries/landing/landings.ts";
import type { LandingPage, SentMilestone } from "./landing.tsx";

type Milestone = LandingPage["milestones"][number];
interface Props {
  page: LandingPage;
  wrong: SentMilestone;
}

/** The milestones in their order, each with its day and what can be put on record of it. */
export function Milestones({ page, wrong }: Props): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const locale = useLocale();
  return (
    <Card title={t("one.milestones")}>
      <ol className="grid">
        {page.milestones.map((milestone) => {
          const { step, dueOn, doneOn, alarm, amount, note } = milestone;
          return (
            <li key={step} className="grid gap-2 border-line border-b py-4 first:pt-0 last:border-b-0 last:pb-0">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <h3 className="flex items-center gap-2 text-base">
                  <Icon name={doneOn ? "check" : "empty"} className={doneOn ? "text-ok" : "text-ink-soft"} />
                  {t(`ui:state.landing.${step}`)}
                </h3>
                <span className="text-ink-soft">
                  {doneOn
                    ? t("one.doneOn", { day: formatDate(doneOn, locale) })
                    : t("one.due", { day: formatDate(dueOn, locale) })}
                </span>
                {amount === null ? null : <strong className="tabular-nums">{formatYuan(amount, locale)}</strong>}
                <Alarm alarm={alarm} />
              </div>
              {note ? <p className="whitespace-pre-line break-words">{note}</p> : null}
              {page.tracking && !page.givenUp ? (
                <div className="flex flex-wrap items-start gap-2">
                  {doneOn ? (
                    <Reopen milestone={milestone} page={page} wrong={wrong} />
                  ) : (
                    <>
                      {step === "funds" ? null : <Complete milestone={milestone} page={page} wrong={wrong} />}
                      <Deadline milestone={milestone} page={page} wrong={wrong} />
                    </>
                  )}
                </div>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

type ActProps = Props & { milestone: Milestone };

function Complete({ milestone: { step }, page, wrong }: ActProps): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const intent = `done-${step}`;
  const { own, field } = formOf(intent, wrong);
  const name = t(`ui:state.landing.${step}`);
  return (
    <ConfirmForm
      intent={intent}
      kind="secondary"
      size="row"
      opener={t("one.complete")}
      consequence={t("one.completeWhat", { step: name })}
      confirm={t("one.completeDo", { step: name })}
      hidden={keyOf(page, intent)}
      reason={false}
      open={own}
    >
      <DateField {...field("doneOn", page.today)} label={t("field.doneOn")} max={page.today} required />
      {step === "capital" ? (
        <NumberField
          {...field("amount")}
          label={t("field.amount")}
          unit={t("field.yuan")}
          width="short"
          pattern={undefined}
          required
        />
      ) : null}
      <TextField {...field("note")} label={t("field.note")} hint={t("field.noteHint")} maxLength={500} optional />
      <OutOfOrder intent={intent} wrong={wrong} />
    </ConfirmForm>
  );
}

/** Asks why, where the order is another. */
export function OutOfOrder({ intent, wrong }: { intent: string; wrong: SentMilestone }): ReactNode {
  const { t } = useTranslation("landing");
  const own = wrong.intent === intent;
  return (
    <TextAreaField
      name="reason"
      id={`reason-${intent}`}
      label={t("field.outOfOrder")}
      hint={t("field.outOfOrderHint")}
      defaultValue={own ? wrong.texts.reason : ""}
      error={own ? wrong.at("reason") : undefined}
      rows={2}
      optional
    />
  );
}

function Deadline({ milestone: { step, dueOn }, page, wrong }: ActProps): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const locale = useLocale();
  const intent = `due-${step}`;
  const { own, field, reason } = formOf(intent, wrong);
  return (
    <ConfirmForm
      key={keyOf(page, intent).idempotencyKey}
      intent={intent}
      kind="secondary"
      size="row"
      opener={t("one.deadline")}
      consequence={t("one.deadlineWhat", { step: t(`ui:state.landing.${step}`), day: formatDate(dueOn, locale) })}
      confirm={t("one.deadlineDo")}
      hidden={keyOf(page, intent)}
      open={own}
      {...reason}
    >
      <DateField {...field("dueOn", dueOn)} label={t("field.dueOn")} required />
    </ConfirmForm>
  );
}

function Reopen({ milestone: { step, doneOn }, page, wrong }: ActProps): ReactNode {
  const { t } = useTranslation(["landing", "ui"]);
  const locale = useLocale();
  const intent = `reopen-${step}`;
  const { own, reason } = formOf(intent, wrong);
  const milestoneWords = { step: t(`ui:state.landing.${step}`), day: formatDate(doneOn ?? "", locale) };
  return (
    <ConfirmForm
      intent={intent}
      kind="secondary"
      size="row"
      opener={t("one.reopen")}
      consequence={t("one.reopenWhat", milestoneWords)}
      confirm={t("one.reopenDo")}
      hidden={keyOf(page, intent)}
      open={own}
      {...reason}
    />
  );
}

/** A form's key, so that sent twice it acts once. */
export function keyOf(page: LandingPage, intent: string): { idempotencyKey: string } {
  return { idempotencyKey: `${page.tracking?.idempotencyKey}-${intent}` };
}

/** What a form of the page takes back after it was refused: its fields by name, and its reason. */
export function formOf(intent: string, { intent: refused, texts, at }: SentMilestone) {
  const own = refused === intent;
  return {
    own,
    field: (name: string, before = "") => ({
      name,
      id: `${intent}-${name}`,
      defaultValue: (own && texts[name]) || before,
      error: own ? at(name) : undefined,
    }),
    reason: { reason: { defaultValue: own ? texts.reason : undefined }, error: own ? at("reason") : undefined },
  };
}

/** What there is to be alarmed about; nothing where there is nothing. */
export function Alarm({ alarm }: { alarm: LandingAlarm | null }): ReactNode {
  const { t } = useTranslation("landing");
  if (alarm === null) return null;
  return alarm === "overdue" ? (
    <Badge tone="danger" icon="stop">
      {t("alarm.overdue")}
    </Badge>
  ) : (
    <Badge tone="warn" icon="warn">
      {t("alarm.soon")}
    </Badge>
  );
}

/** A landing as the board shows it. */
export function cardOf(landing: StoredLanding, today: string) {
  const { number, code, title, titleEn, entry, platform, ownerId, owner } = landing;
  const next = nextMilestone(landing.milestones);
  return {
    number,
    code,
    title,
    titleEn,
    entry,
    platform,
    ownerId,
    owner,
    state: stateOf(landing),
    next: next && { step: next.step, dueOn: next.dueOn },
    alarm: alarmOf(landing, today),
  };
}
export type LandingCard = ReturnType<typeof cardOf>;
