import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CommonRefusal } from "~/commands/command.ts";
import type { CloseRefusal } from "~/commands/scoring/close-judging.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { NextStep } from "~/ui/page-header.tsx";
import type { TablePage } from "./score-table.tsx";

/** What comes back when a command refused: which act it was, and the reason that was given. */
export interface TableAnswer {
  error: CommonRefusal | CloseRefusal;
  intent: string;
  reason: string;
}

type Props = { page: TablePage; answer: TableAnswer | null };

/** What the scoring needs next, once nothing is missing: closing, or the standings. Acts only for whoever keeps the scores. */
export function NextStepOfScoring({ page, answer }: Props): ReactNode {
  const { t } = useTranslation("judge");
  const { round, keeps, table } = page;
  if (round.state === "judging") {
    if (table.missing > 0) return null;
    return (
      <NextStep title={t("table.readyToClose")}>{keeps ? <CloseForm page={page} answer={answer} /> : null}</NextStep>
    );
  }
  if (round.state !== "closed") return <Callout title={t("table.notOpen")} />;
  const standings = `/organize/rounds/${round.slug}/standings`;
  return (
    <div className="grid gap-3">
      <NextStep
        title={t("table.closed")}
        action={
          <LinkButton kind="primary" to={standings} reloadDocument iconAfter="arrow">
            {t("table.toStandings")}
          </LinkButton>
        }
      >
        {t("table.closedMend")}
      </NextStep>
      {keeps && (round.stage === "closed" || round.stage === "published") ? (
        <ReopenForm page={page} answer={answer} />
      ) : null}
    </div>
  );
}

/** Closing while sheets are missing: below the table, where no hand comes by accident. */
export function CloseEarly({ page, answer }: Props): ReactNode {
  const { round, keeps, table } = page;
  if (round.state !== "judging" || !keeps || table.missing === 0) return null;
  return <CloseForm page={page} answer={answer} />;
}

/** Closing; with sheets missing it says how many, and sends that number along as what the scorer has accepted. */
function CloseForm({ page, answer }: Props): ReactNode {
  const { t } = useTranslation(["judge", "errors"]);
  const count = page.table.missing;
  const mine = answer?.intent === "close" ? answer : null;
  const missingNow = mine?.error.type === "sheets-missing" ? mine.error.missing.length : null;
  return (
    <ConfirmForm
      intent="close"
      hidden={{ idempotencyKey: page.idempotencyKey, acceptMissing: missingNow ?? count }}
      kind={count === 0 ? "primary" : "secondary"}
      icon="lock"
      opener={t(count === 0 ? "table.close.open" : "table.close.openMissing")}
      consequence={
        <>
          <p>{t("table.close.consequence")}</p>
          {count > 0 ? <p className="font-medium text-warn">{t("table.close.consequenceMissing", { count })}</p> : null}
        </>
      }
      confirm={t(count === 0 ? "table.close.confirm" : "table.close.confirmMissing")}
      reason={count > 0 ? { defaultValue: mine?.reason } : false}
      error={missingNow === null ? refusal(t, mine) : t("table.close.changed", { missing: missingNow })}
      open={mine !== null}
    />
  );
}

function ReopenForm({ page, answer }: Props): ReactNode {
  const { t } = useTranslation(["judge", "errors"]);
  const mine = answer?.intent === "reopen" ? answer : null;
  return (
    <ConfirmForm
      intent="reopen"
      hidden={{ idempotencyKey: page.idempotencyKey }}
      kind="secondary"
      opener={t("table.reopen.open")}
      consequence={t("table.reopen.consequence")}
      confirm={t("table.reopen.confirm")}
      reason={{ defaultValue: mine?.reason }}
      error={refusal(t, mine)}
      open={mine !== null}
    />
  );
}

type Translate = ReturnType<typeof useTranslation<["judge", "errors"]>>["t"];

/** The refusal in words, for beside the reason. */
export function refusal(t: Translate, answer: TableAnswer | null): string | undefined {
  if (!answer) return undefined;
  const { type } = answer.error;
  if (type === "invalid-input") return t("errors:field.reason");
  if (type === "entries-held") return `${t("errors:entries-held.title")} ${t("errors:entries-held.mend")}`;
  return type === "sheets-missing" ? undefined : t(`errors:${type}.title`);
}
