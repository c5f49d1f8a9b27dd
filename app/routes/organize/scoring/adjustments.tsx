import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf, problemOf } from "~/forms/problems.tsx";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { NumberField, RadioGroupField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import type { InputsAnswer } from "./parts.server.ts";
import type { InputsPage } from "./parts.tsx";

type Props = { page: InputsPage; answer: InputsAnswer | null };
type Adjustment = InputsPage["adjustments"][number];

/** The penalties and bonuses that count, and the form for another one. */
export function Adjustments({ page, answer }: Props): ReactNode {
  const { t } = useTranslation("inputs");
  return (
    <Card title={t("adjustments.title")}>
      <div className="grid gap-5">
        <DataTable<Adjustment>
          label={t("adjustments.title")}
          rows={page.adjustments}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("adjustments.none")} />}
          dense
          columns={[
            {
              key: "entry",
              header: t("entry"),
              rowHeader: true,
              cell: ({ entry }) => (
                <span className="flex gap-2">
                  <span className="min-w-6 text-end text-ink-soft">{entry.number}</span>
                  <span className="min-w-0">{entry.title}</span>
                </span>
              ),
            },
            { key: "amount", header: t("amount"), numeric: true, narrow: true, cell: ({ amount }) => amount },
            { key: "article", header: t("article"), className: "min-w-20", cell: ({ article }) => article },
            { key: "reason", header: t("reason"), className: "min-w-40", cell: ({ reason }) => reason },
            {
              key: "by",
              className: "min-w-32",
              header: `${t("by")} · ${t("confirmedBy")}`,
              cell: ({ by, confirmed }) => (by === null ? t("adjustments.imported") : `${by} · ${confirmed ?? ""}`),
            },
            ...(page.enters
              ? [
                  {
                    key: "act",
                    header: <span className="sr-only">{t("adjustments.act")}</span>,
                    cell: (row: Adjustment) => <TakeBack page={page} row={row} answer={answer} />,
                  },
                ]
              : []),
          ]}
        />
        {page.enters ? <NewAdjustment page={page} answer={answer} /> : null}
      </div>
    </Card>
  );
}

function TakeBack({ page, row, answer }: Props & { row: Adjustment }): ReactNode {
  const { t } = useTranslation(["inputs", "errors"]);
  if (row.asked)
    return (
      <Badge tone="warn" icon="clock">
        {t("adjustments.asked")}
      </Badge>
    );
  const mine = answer?.intent === "take-back" && answer.sent.adjustment === String(row.id) ? answer : null;
  const { amount, article, entry } = row;
  return (
    <ConfirmForm
      intent="take-back"
      hidden={{ idempotencyKey: page.idempotencyKey, adjustment: row.id }}
      kind="secondary"
      size="row"
      opener={t("adjustments.takeBack")}
      consequence={t("adjustments.takeBackConsequence", {
        entry: `${entry.number} ${entry.title}`,
        amount,
        article,
      })}
      confirm={t("adjustments.takeBackConfirm")}
      reason={{ defaultValue: mine?.sent.reason }}
      error={fieldsOf(mine?.error).length > 0 ? t("errors:field.reason") : undefined}
    />
  );
}

function NewAdjustment({ page, answer }: Props): ReactNode {
  const { t } = useTranslation(["inputs", "rounds"]);
  const mine = answer?.intent === "enter-adjustment" && !answer.sent.overtime ? answer : null;
  const fields = fieldsOf(mine?.error);
  const wrong = (name: string) => {
    const field = fields.find(({ path }) => path === name);
    if (!field) return undefined;
    if (name === "points") return t("problem.points");
    if (name === "article" && field.code === "too_small") return t("problem.article");
    return t(`rounds:problem.${problemOf(field)}`);
  };
  return (
    <ActionForm
      key={mine?.sending ?? page.idempotencyKey}
      idempotencyKey={page.idempotencyKey}
      noValidate
      className="no-print grid max-w-prose gap-4 rounded bg-sunken p-4"
    >
      <h3 className="text-lg">{t("adjustments.new")}</h3>
      <SelectField
        name="entry"
        label={t("entry")}
        defaultValue={mine?.sent.entry ?? ""}
        options={page.rows.map(({ key, number, title }) => ({ value: key, label: `${number} ${title}` }))}
        error={wrong("entry")}
        required
      />
      <RadioGroupField
        name="kind"
        label={t("adjustments.kind")}
        defaultValue={mine?.sent.kind ?? "penalty"}
        options={(["penalty", "bonus"] as const).map((value) => ({ value, label: t(`adjustments.${value}`) }))}
        inline
      />
      <NumberField
        name="points"
        label={t("points")}
        hint={t("adjustments.pointsHint")}
        defaultValue={mine?.sent.points}
        error={wrong("points")}
        required
      />
      <TextField
        name="article"
        label={t("article")}
        hint={t("adjustments.articleHint")}
        defaultValue={mine?.sent.article}
        error={wrong("article")}
        maxLength={200}
        width="medium"
        required
      />
      <TextAreaField
        name="reason"
        id="adjustment-reason"
        label={t("reason")}
        hint={t("adjustments.reasonHint")}
        defaultValue={mine?.sent.reason}
        error={wrong("reason")}
        rows={2}
        required
      />
      <div>
        <SubmitButton intent="enter-adjustment">{t("adjustments.submit")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

/** What was decided about adjustments, the newest first. */
export function Decided({ page: { decided, round } }: { page: InputsPage }): ReactNode {
  const { t } = useTranslation("inputs");
  if (decided.length === 0) return null;
  return (
    <details className="no-print">
      <summary className="inline-flex min-h-9 items-center font-semibold text-structure">{t("decided.title")}</summary>
      <ul className="mt-3 grid gap-2">
        {decided.map(({ id, kind, state, entry, amount, article, reason, by, decider, why, at }) => (
          <li key={id}>
            <span className="text-sm text-ink-soft tabular-nums">{formatSeconds(at, round.timeZone)}</span>{" "}
            {t("decided.line", {
              entry: `${entry.number} ${entry.title}`,
              amount,
              article: article ?? "",
              reason: reason ?? "",
            })}{" "}
            <span className="text-ink-soft">
              {state === "entered"
                ? null
                : t(`decided.${state === "confirmed" && kind === "take-back" ? "takenBack" : state}`, {
                    by,
                    decider,
                    why: why ?? "",
                  })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
