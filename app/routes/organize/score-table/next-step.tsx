import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CommonRefusal } from "~/commands/command.ts";
import type { CloseRefusal } from "~/commands/sheets/close-judging.ts";
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

/** What the scoring needs next: the missing sheets, closing, or the standings; acts only for whoever keeps the scores. */
export function NextStepOfScoring({ page, answer }: Props): ReactNode {
  const { t } = useTranslation("judge");
  const { round, keeps, table } = page;
  if (round.state === "judging") {
    return (
      <NextStep
        title={table.missing === 0 ? t("table.readyToClose") : t("table.stillMissing", { count: table.missing })}
      >
        <div className="grid gap-3">
          {table.missing > 0 ? <MissingByJudge table={table} /> : null}
          {keeps ? <CloseForm page={page} answer={answer} /> : null}
        </div>
      </NextStep>
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
      {keeps && round.stage === "closed" ? <ReopenForm page={page} answer={answer} /> : null}
    </div>
  );
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

/** Up to this many entries are named to a judge who owes them; more are only counted. */
const named = 4;

/** Which entries each judge still owes, by the numbers that the hall uses. */
function MissingByJudge({ table }: { table: TablePage["table"] }): ReactNode {
  const { t, i18n } = useTranslation("judge");
  const comma = i18n.language === "en" ? ", " : "、";
  const owed = table.judges.map(({ name }, at) => {
    const open = table.rows.filter(({ cells }) => cells[at]?.state === "none" || cells[at]?.state === "draft");
    return { judge: name, sheets: open.length, entries: open.map(({ entry }) => entry.number).join(comma) };
  });
  return (
    <ul className="flex flex-wrap gap-x-6">
      {owed
        .filter(({ sheets }) => sheets > 0)
        .map((each) => (
          <li key={each.judge}>{t(each.sheets > named ? "table.missingMany" : "table.missingOf", each)}</li>
        ))}
    </ul>
  );
}

type Translate = ReturnType<typeof useTranslation<["judge", "errors"]>>["t"];

/** The refusal in words, for beside the reason. */
export function refusal(t: Translate, answer: TableAnswer | null): string | undefined {
  if (!answer) return undefined;
  const { type } = answer.error;
  if (type === "invalid-input") return t("errors:field.reason");
  return type === "sheets-missing" ? undefined : t(`errors:${type}.title`);
}
