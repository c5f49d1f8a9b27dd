import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf, RefusalSummary } from "~/forms/problems.tsx";
import type { DeskRound } from "~/reads/standings/standings-desk.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import type { useCalled } from "./called.ts";
import type { TiesPage, VoteAnswer } from "./ties.tsx";

interface Tie {
  rank: number;
  entries: string[];
}

interface Props {
  page: TiesPage;
  desk: DeskRound;
  ties: readonly Tie[];
  called: ReturnType<typeof useCalled>;
  answer: VoteAnswer;
}

/** A form for every tie that the panel may vote on, or why it may not now. Only for whoever keeps the scores. */
export function VoteForms({ page, desk, ties, called, answer }: Props): ReactNode {
  const { t } = useTranslation(["standing", "errors"]);
  const errors = useVoteErrors(answer);
  const hindrance = !desk.standings.rule.ties.includes("vote")
    ? "noStep"
    : page.state === "open"
      ? "notClosed"
      : page.state === "fixed"
        ? "fixed"
        : ties.length === 0
          ? "none"
          : null;
  return (
    <>
      <RefusalSummary error={answer?.error.type === "invalid-input" ? null : answer?.error} />
      <ErrorSummary errors={errors} />
      {hindrance ? (
        <Callout title={t(`vote.${hindrance}`)}>{t(`vote.${hindrance}Mend`)}</Callout>
      ) : page.keeps ? (
        <>
          {page.proposed ? <Callout kind="warn">{t("vote.proposed")}</Callout> : null}
          {page.published ? <Callout kind="warn">{t("vote.published")}</Callout> : null}
          {ties.map((tie, at) => (
            <VoteForm
              key={tie.entries.join()}
              page={page}
              desk={desk}
              tie={tie}
              called={called}
              answer={answer}
              ids={`tie${at}`}
            />
          ))}
        </>
      ) : null}
    </>
  );
}

function useVoteErrors(answer: VoteAnswer): { id?: string; message: string }[] {
  const { t } = useTranslation(["standing", "errors"]);
  const codes = ["nobody", "places", "recused", "no-such-judge"] as const;
  return fieldsOf(answer?.error).map(({ path, code }) => {
    const known = codes.find((each) => each === code);
    if (known) return { message: t(`vote.error.${known}`, { judge: path.replace(/^ballots\.?/, "") }) };
    return path === "reason"
      ? { id: "reason", message: t("errors:field.reason") }
      : { message: t("errors:field.invalid") };
  });
}

function VoteForm({
  page,
  desk,
  tie,
  called,
  answer,
  ids,
}: Omit<Props, "ties"> & { tie: Tie; ids: string }): ReactNode {
  const { t } = useTranslation("standing");
  const { board, votes } = desk;
  const standing = votes.find(
    ({ stands, places }) => stands && places.some(({ entry }) => tie.entries.includes(entry)),
  );
  const mine = answer?.given["entry.0"] === tie.entries[0] ? answer?.given : undefined;
  const recused = new Set(board.recusals.filter(({ entry }) => tie.entries.includes(entry)).map(({ judge }) => judge));
  return (
    <Card level={4} title={t("vote.tie", { rank: tie.rank, entries: tie.entries.map(called.whole).join(t("list")) })}>
      <details className="no-print group" open={mine !== undefined || standing === undefined}>
        <summary className="inline-flex min-h-11 items-center rounded border border-line-strong px-4 font-medium text-structure hover:bg-structure-soft">
          {standing ? t("vote.openAgain") : t("vote.open")}
        </summary>
        <ActionForm idempotencyKey={page.idempotencyKey} className="mt-4 grid gap-4">
          <p className="max-w-[46rem]">
            {t(tie.entries.length <= mostOrdered ? "vote.detailOne" : "vote.detail")}{" "}
            {standing ? t("vote.again") : null}
          </p>
          <input type="hidden" name="replaces" value={standing?.id ?? ""} />
          {tie.entries.map((entry, e) => (
            <input key={entry} type="hidden" name={`entry.${e}`} value={entry} />
          ))}
          <div className="grid gap-2">
            {board.judges.map(({ key, name }, j) => (
              <fieldset key={key} className="flex flex-wrap items-center gap-x-6 gap-y-2 border-line border-b pb-2">
                <legend className="float-start me-4 min-w-32 font-semibold">
                  {key} {name}
                </legend>
                <input type="hidden" name={`judge.${j}`} value={key} />
                {recused.has(key) ? (
                  <span className="text-ink-soft">{t("vote.recused")}</span>
                ) : (
                  <Ballot tie={tie} judge={key} number={j} called={called} given={mine} ids={ids} />
                )}
              </fieldset>
            ))}
          </div>
          <TextAreaField
            name="reason"
            id={mine ? "reason" : `reason-${ids}`}
            label={t("vote.reason")}
            hint={t("vote.reasonHint")}
            defaultValue={mine?.reason}
            rows={2}
            required
          />
          <div>
            <SubmitButton kind="primary">{t("vote.do")}</SubmitButton>
          </div>
        </ActionForm>
      </details>
    </Card>
  );
}

/** Of so many entries every order is a button of its own: one click a judge. Of more there would be too many. */
const mostOrdered = 3;

interface BallotProps {
  tie: Tie;
  judge: string;
  /** The judge's place in the form. */
  number: number;
  called: ReturnType<typeof useCalled>;
  /** What was sent and refused. */
  given?: Record<string, string>;
  ids: string;
}

/** How one judge votes: one of all orders, or a place for each entry. */
function Ballot({ tie, judge, number, called, given, ids }: BallotProps): ReactNode {
  const { t } = useTranslation("standing");
  if (tie.entries.length <= mostOrdered) {
    const orders = ordersOf(tie.entries.map((_, at) => at));
    return [...orders, []].map((order) => {
      const value = order.join("-");
      const names = order.map((at) => called.short(tie.entries[at] ?? ""));
      return (
        <label key={value} className="flex min-h-11 items-center gap-2">
          <input
            type="radio"
            name={`order.${number}`}
            value={value}
            defaultChecked={(given?.[`order.${number}`] ?? "") === value}
            className="size-6"
          />
          {order.length === 0 ? (
            <span className="text-ink-soft">{t("vote.away")}</span>
          ) : (
            <span>
              <span className="sr-only">{t("vote.place", { judge, entry: "" })}</span>
              {names.join(t("vote.orderJoin"))}
            </span>
          )}
        </label>
      );
    });
  }
  return tie.entries.map((entry, e) => (
    <label key={entry} className="flex items-center gap-2">
      <span>
        <span className="sr-only">{t("vote.place", { judge, entry: "" })}</span>
        {called.short(entry)}
      </span>
      <select
        id={`${ids}-${number}-${e}`}
        name={`place.${number}.${e}`}
        defaultValue={given?.[`place.${number}.${e}`] ?? ""}
        className="min-h-11 rounded border border-line-strong bg-surface px-3 text-ink"
      >
        <option value="">–</option>
        {tie.entries.map((each, at) => (
          <option key={each} value={at + 1}>
            {at + 1}
          </option>
        ))}
      </select>
    </label>
  ));
}

/** All orders of these numbers. */
function ordersOf(numbers: number[]): number[][] {
  if (numbers.length <= 1) return [numbers];
  return numbers.flatMap((first) => ordersOf(numbers.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}
