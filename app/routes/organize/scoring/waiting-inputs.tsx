import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import type { InputsAnswer } from "./parts.server.ts";
import type { InputsPage } from "./parts.tsx";

type Waiting = InputsPage["waiting"][number];

/** What waits for another person: the supervisor confirms or declines what is ticked, who entered it withdraws it. */
export function WaitingInputs({ page, answer }: { page: InputsPage; answer: InputsAnswer | null }): ReactNode {
  const { t } = useTranslation(["inputs", "errors"]);
  const { waiting, confirms, keeps, idempotencyKey } = page;
  if (waiting.length === 0)
    return confirms || keeps ? (
      <section id="waiting">
        <EmptyState title={t("waiting.none")} />
      </section>
    ) : null;
  const others = confirms ? waiting.filter(({ own }) => !own) : [];
  const acts = others.length > 0 ? others : keeps || confirms ? waiting.filter(({ own }) => own) : [];
  const mayTick = new Set(acts.map(({ id }) => id));
  const decides = others.length > 0;
  const fields = answer && ["confirm", "decline"].includes(answer.intent) ? fieldsOf(answer.error) : [];
  const unchosen = fields.some(({ path }) => path.startsWith("proposals"));
  const lacksReason = fields.some(({ path }) => path === "reason");
  return (
    <Card title={t("waiting.title")}>
      <ActionForm idempotencyKey={idempotencyKey} noValidate id="waiting" className="grid scroll-mt-4 gap-4">
        <p className="text-sm text-ink-soft">
          {t("waiting.lead")} {confirms ? null : t("waiting.bySupervisor")}
        </p>
        {unchosen ? <ErrorSummary errors={[{ message: t("waiting.none_chosen") }]} /> : null}
        <DataTable<Waiting>
          label={t("waiting.title")}
          rows={waiting}
          rowKey={({ id }) => id}
          dense
          columns={[
            ...(mayTick.size > 0
              ? [
                  {
                    key: "tick",
                    header: <span className="sr-only">{t("waiting.tick")}</span>,
                    narrow: true,
                    cell: (row: Waiting) => (mayTick.has(row.id) ? <Tick row={row} /> : null),
                  },
                ]
              : []),
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
            { key: "what", header: t("what"), className: "min-w-48", cell: (row) => <What row={row} /> },
            {
              key: "by",
              header: t("by"),
              className: "min-w-24",
              cell: ({ by, own }) => (
                <>
                  {by}
                  {own ? <span className="text-sm text-ink-soft"> · {t("waiting.own")}</span> : null}
                </>
              ),
            },
          ]}
        />
        {mayTick.size > 0 ? (
          <div className="flex flex-wrap items-end gap-3">
            {decides ? (
              <SubmitButton kind="primary" icon="check" intent="confirm">
                {t("waiting.confirm")}
              </SubmitButton>
            ) : null}
            {decides ? (
              <TextAreaField
                name="reason"
                id="decline-reason"
                label={t("waiting.reason")}
                rows={1}
                optional
                defaultValue={answer?.intent === "decline" ? answer.sent.reason : undefined}
                error={lacksReason ? t("errors:field.reason") : undefined}
                className="min-w-60 grow"
              />
            ) : null}
            <SubmitButton intent="decline">{t(decides ? "waiting.decline" : "waiting.withdraw")}</SubmitButton>
          </div>
        ) : null}
      </ActionForm>
    </Card>
  );
}

function Tick({ row }: { row: Waiting }): ReactNode {
  const { t } = useTranslation("inputs");
  const words = useWhat(row);
  return (
    <input
      type="checkbox"
      name="proposal"
      value={row.id}
      defaultChecked
      className="size-6"
      aria-label={t("waiting.choose", { what: `${row.entry.number} ${row.entry.title} ${words}` })}
    />
  );
}

function What({ row }: { row: Waiting }): ReactNode {
  return useWhat(row);
}

function useWhat({ kind, part, from, score, amount, article, reason }: Waiting): string {
  const { t } = useTranslation("inputs");
  const nothing = t("waiting.nothing");
  if (kind === "part") return t("waiting.part", { part: part ?? "", from: from ?? nothing, to: score ?? nothing });
  const words = { amount: amount ?? "", article: article ?? "", reason: reason ?? "" };
  return t(kind === "take-back" ? "waiting.takeBack" : "waiting.adjustment", words);
}
