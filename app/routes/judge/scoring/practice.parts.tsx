import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf, useRefusalText } from "~/forms/problems.tsx";
import type { RoundState } from "~/rules/rounds/round.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { type ComparedMark, fewestForMean, type PracticeComparison } from "~/rules/scoring/practice.ts";
import { formatTotal, readMarks } from "~/rules/scoring/sheet.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { NumberStepper } from "~/ui/score/number-stepper.tsx";
import { Total } from "./ended-sheet.tsx";
import type { JudgesPractice, PracticeAnswer } from "./practice.tsx";
import { fieldName, readSheetForm } from "./sheet-words.ts";

interface SheetProps {
  page: JudgesPractice;
  answer: PracticeAnswer | undefined;
}

/** The practice sheet, as a real one looks; handed in once. Leaving asks first while something on it is not handed in. */
export function PracticeSheet({ page, answer }: SheetProps): ReactNode {
  const { t } = useTranslation(["practice", "judge"]);
  const { criteria } = page;
  const [words, setWords] = useState(answer?.marks ?? {});
  // What was typed before the page's script had come
  useEffect(() => {
    const form = document.getElementById(fieldName(criteria[0]?.key ?? ""))?.closest("form");
    if (form) setWords((now) => ({ ...readSheetForm(new FormData(form)).marks, ...now }));
  }, [criteria]);
  const { errors, at } = useSheetProblems(page, answer);
  return (
    <ActionForm idempotencyKey={page.idempotencyKey} noValidate watched className="grid gap-3">
      {answer?.error.type === "offline" ? (
        <Callout kind="danger" live title={t("judge.offline")} />
      ) : (
        <ErrorSummary errors={errors} />
      )}
      {criteria.map(({ key, label, max, step, bands }) => (
        <div key={key} className="rounded border border-line bg-surface px-4 pt-2 pb-1">
          <NumberStepper
            name={fieldName(key)}
            label={label}
            max={max}
            step={step}
            bands={bands}
            value={words[key] ?? ""}
            onValue={(mark) => setWords((now) => ({ ...now, [key]: mark }))}
            error={at(key)}
          />
        </div>
      ))}
      <div className="flex flex-wrap items-center justify-between gap-x-5 gap-y-2 rounded border border-line bg-surface px-4 py-3">
        <div className="grid">
          <Total view={page} total={formatTotal(criteria, readMarks(criteria, words).marks, page.places)} />
          <p className="text-sm text-ink-soft">{t("judge.once")}</p>
        </div>
        <SubmitButton kind="primary" size="hall">
          {t("judge.submit")}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

function useSheetProblems({ criteria }: JudgesPractice, answer: PracticeAnswer | undefined) {
  const { t } = useTranslation("judge");
  const textOf = useRefusalText();
  if (!answer) return { errors: [], at: () => undefined };
  const { error } = answer;
  if (error.type !== "invalid-input") return { errors: [{ message: textOf(error.type).whole }], at: () => undefined };
  const wrong = criteria.filter(({ key }) => fieldsOf(error).some(({ path }) => path === `marks.${key}`));
  const range = ({ max, step }: (typeof criteria)[number]) => ({
    max: formatHundredths(max),
    step: formatHundredths(step),
  });
  return {
    errors:
      wrong.length === 0
        ? [{ message: textOf(error.type).whole }]
        : wrong.map((each) => ({
            id: fieldName(each.key),
            message: t("sheet.wrong", { label: each.label, ...range(each) }),
          })),
    at: (key: string) => wrong.flatMap((each) => (each.key === key ? [t("sheet.lacking", range(each))] : []))[0],
  };
}

interface ComparisonProps {
  page: JudgesPractice;
  comparison: PracticeComparison;
}

/** The own marks beside the reference and the panel's mean, with the distances; without an own sheet these alone. */
export function Comparison({ page, comparison }: ComparisonProps): ReactNode {
  const { t } = useTranslation("practice");
  const labels = new Map(page.criteria.map(({ key, label }) => [key, label]));
  const lines = [
    ...comparison.criteria.map((line) => ({ ...line, label: labels.get(line.key) ?? line.key, isTotal: false })),
    { ...comparison.total, key: "", why: null, label: t("judge.total"), isTotal: true },
  ];
  const hasMean = comparison.total.mean !== null;
  return (
    <div className="grid gap-3">
      <h2 className="text-xl">{t("judge.compared")}</h2>
      <p className="text-ink-soft">{t(page.own ? "judge.comparedLead" : "judge.none")}</p>
      <DataTable
        label={t("judge.compared")}
        dense
        rows={lines}
        rowKey={({ key }) => key}
        rowLook={({ isTotal }) => (isTotal ? "current" : "plain")}
        columns={[
          {
            key: "criterion",
            header: t("judge.criterion"),
            rowHeader: true,
            cell: ({ label, why }) => (
              <>
                {label}
                {why ? <span className="block text-sm font-normal text-ink-soft">{why}</span> : null}
              </>
            ),
          },
          { key: "own", header: t("judge.own"), numeric: true, cell: ({ own }) => <strong>{own ?? "–"}</strong> },
          {
            key: "reference",
            header: t("judge.reference"),
            numeric: true,
            cell: ({ reference, fromReference }) => <Beside mark={reference} distance={fromReference} />,
          },
          {
            key: "mean",
            header: t("judge.mean"),
            numeric: true,
            cell: ({ mean, fromMean }) => <Beside mark={mean} distance={fromMean} />,
          },
        ]}
      />
      <p className="text-sm text-ink-soft">
        {t(hasMean ? "judge.meanNote" : "judge.fewNote", { fewest: fewestForMean })}
      </p>
    </div>
  );
}

/** A mark, and below it how far the own one is from it. */
function Beside({ mark, distance }: { mark: ComparedMark["mean"]; distance: ComparedMark["fromMean"] }): ReactNode {
  return (
    <>
      {mark ?? "–"}
      {distance === null ? null : <span className="block text-sm font-semibold">{distance}</span>}
    </>
  );
}

interface InvitationProps {
  practice: { title: string; over: boolean; handedIn: boolean };
  state: RoundState;
  to: string;
}

/** On the judge's page of the round: the practice to do, handed in, or over. */
export function PracticeInvitation({ practice: { title, over, handedIn }, state, to }: InvitationProps): ReactNode {
  const { t } = useTranslation("practice");
  const open = !over && !handedIn;
  // Beside the real sheets it is no more than a way back
  if (state === "judging" || state === "closed")
    return (
      <p>
        <LinkButton to={to} size="row">
          {t("judge.invite", { title })}
        </LinkButton>
      </p>
    );
  return (
    <Callout
      title={t("judge.invite", { title })}
      action={
        <LinkButton kind={open ? "primary" : "secondary"} size="hall" to={to}>
          {t(open ? "judge.start" : "judge.look")}
        </LinkButton>
      }
    >
      {t(over ? "judge.ready" : handedIn ? "judge.waits" : "judge.inviteLead")}
    </Callout>
  );
}
