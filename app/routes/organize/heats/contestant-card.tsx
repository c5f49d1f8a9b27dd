import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import type { SheetLine } from "~/reads/heats/run-sheet-view.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Digest } from "~/ui/digest.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import { AttendanceBadge } from "./attendance-badge.tsx";
import type { SignInPage } from "./sign-in.tsx";

interface SignInFault {
  intent: string;
  reason: string;
  at: (path: string) => string | undefined;
}

interface Props {
  page: SignInPage;
  line: SheetLine;
  wrong: SignInFault | null;
}

/** One contestant, scanned or picked: who it is, what is on record, and everything that can be done about it. */
export function ContestantCard({ page, line, wrong }: Props): ReactNode {
  const { t } = useTranslation("runSheet");
  const { slug, lateRule, keeps, open, chosen } = page;
  const { number, title, leader, group, code, state } = line;
  return (
    <Card
      title={t("card.title")}
      level={3}
      className="max-w-[46rem] border-structure"
      actions={
        <LinkButton to={`/organize/rounds/${slug}/run-sheet`} icon="left" size="row">
          {t("card.close")}
        </LinkButton>
      }
    >
      <div className="grid gap-4">
        <div className="flex items-center gap-4">
          <span className="min-w-12 text-center text-4xl font-semibold text-structure">{number}</span>
          <div className="grid min-w-0 gap-1">
            <p className="text-xl font-semibold wrap-anywhere">{title}</p>
            <p>
              {[leader, group].filter(Boolean).join(" · ")} <AttendanceBadge state={state} lateRule={lateRule} />
            </p>
            {code ? <p className="font-mono text-sm text-ink-soft">{code}</p> : null}
          </div>
        </div>
        {page.past ? <Past past={page.past} /> : null}
        {state === null ? null : <OnRecord page={page} line={line} />}
        {keeps && open && state === null ? <SignInForm page={page} line={line} wrong={wrong} /> : null}
        {keeps && open && !(chosen.ticket && state === null) ? <Others page={page} line={line} wrong={wrong} /> : null}
      </div>
    </Card>
  );
}

function OnRecord({ page: { lateRule, timeZone }, line }: Pick<Props, "page" | "line">): ReactNode {
  const { t } = useTranslation("runSheet");
  const { state, reason, recordedAt, recordedBy, means } = line;
  const title =
    state === "absent"
      ? t("card.doneAbsent")
      : state === "late"
        ? t(lateRule === "out" ? "card.doneLate_out" : "card.doneLate_last")
        : t("card.done");
  return (
    <Callout kind={state === "present" ? "ok" : "warn"} title={title} live>
      <p>
        {recordedAt ? <DateTime at={recordedAt} timeZone={timeZone} /> : null} · {recordedBy}
        {means ? ` · ${t(`state.${means}`)}` : null}
      </p>
      {reason ? <p className="wrap-anywhere">{reason}</p> : null}
    </Callout>
  );
}

/** A scanned ticket is confirmed by one tap; by hand a note may be added. */
function SignInForm({ page, line, wrong }: Props): ReactNode {
  const { t } = useTranslation("runSheet");
  const { chosen, lateRule, idempotencyKey } = page;
  const late = line.arrival === "late";
  return (
    <ActionForm idempotencyKey={`${idempotencyKey}-card`} className="grid gap-4">
      {late ? <Callout kind="warn">{t(lateRule === "out" ? "card.lateNow_out" : "card.lateNow_last")}</Callout> : null}
      {chosen.ticket ? (
        <>
          <input type="hidden" name="ticket" value={chosen.ticket} />
          <p className="text-ink-soft">{t("card.ticketLead")}</p>
        </>
      ) : (
        <>
          <input type="hidden" name="entry" value={line.key} />
          <TextField
            name="reason"
            id="reason-sign-in"
            label={t("card.reason")}
            hint={t("card.reasonHint")}
            defaultValue={wrong?.intent === "sign-in" ? wrong.reason : undefined}
            error={wrong?.intent === "sign-in" ? wrong.at("reason") : undefined}
            maxLength={500}
          />
        </>
      )}
      <div>
        <SubmitButton kind="primary" size="hall" icon="check" intent="sign-in">
          {t(late ? "card.signInLate" : "card.signIn")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

/** What is rarer: late, absent, or a record that was a mistake; each with its reason. */
function Others({ page: { lateRule, idempotencyKey }, line, wrong }: Props): ReactNode {
  const { t } = useTranslation("runSheet");
  const form = (intent: "late" | "absent" | "undo") => ({
    intent,
    hidden: { entry: line.key, idempotencyKey: `${idempotencyKey}-${intent}` },
    error: wrong?.intent === intent ? wrong.at("reason") : undefined,
    reason: { defaultValue: wrong?.intent === intent ? wrong.reason : undefined },
  });
  if (line.state !== null)
    return (
      <ConfirmForm
        {...form("undo")}
        kind="secondary"
        opener={t("undo.opener")}
        consequence={t("undo.what")}
        confirm={t("undo.do")}
      />
    );
  return (
    <div className="flex flex-wrap gap-3">
      {line.arrival === "late" ? null : (
        <ConfirmForm
          {...form("late")}
          kind="secondary"
          opener={t("late.opener")}
          consequence={t(lateRule === "out" ? "late.what_out" : "late.what_last")}
          confirm={t("late.do")}
        />
      )}
      <ConfirmForm
        {...form("absent")}
        opener={t("absent.opener")}
        consequence={t("absent.what")}
        confirm={t("absent.do")}
      />
    </div>
  );
}

/** A code of another heat, or none of ours: said so, and nobody is signed in. */
export function ForeignTicket({ title, slug }: { title: string | null; slug: string }): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <Callout
      kind="danger"
      live
      title={t("card.wrong")}
      action={
        <LinkButton to={`/organize/rounds/${slug}/run-sheet`} icon="left">
          {t("card.close")}
        </LinkButton>
      }
    >
      {title ? <p>{t("card.other", { round: title })}</p> : null}
      <p>{t("card.wrongMend")}</p>
    </Callout>
  );
}

/** How a finalist got here: its heat, its result there, and the version of it by which it went on. For the desk alone. */
function Past({ past }: { past: NonNullable<SignInPage["past"]> }): ReactNode {
  const { t } = useTranslation("advancement");
  const locale = useLocale();
  const { rank, total, version, outcome, movedUpAt } = past;
  const result = rank !== null && total !== null ? t("past.resultText", { rank, total }) : t("reason.unranked");
  return (
    <section aria-label={t("past.title")}>
      <h4 className="text-base">{t("past.title")}</h4>
      <DetailList
        items={[
          { term: t("past.heat"), detail: `${inLocale(locale, past.title, past.titleEn)} · ${past.entry}` },
          { term: t("past.result"), detail: result },
          {
            term: t("past.by"),
            detail: (
              <>
                {t("past.byText", { version, outcome: t(`outcome.${outcome}`) })}
                {movedUpAt ? ` · ${t("past.movedUp", { at: formatDateTime(movedUpAt, locale) })}` : null}
                <Digest value={past.digest} />
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
