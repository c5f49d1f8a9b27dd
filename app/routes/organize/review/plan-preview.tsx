import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { PlanView } from "~/reads/review/assignment-view.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import type { AssignmentPage } from "./assignment.tsx";
import { useConflictWords } from "./entry-card.tsx";

/** What applying would do, for looking at first; and the button that does exactly that or nothing. */
export function PlanPreview({ plan, page }: { plan: PlanView; page: AssignmentPage }): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const { counts, spread, shortages, conflicted } = plan;
  const conflictWords = useConflictWords();
  const unchanged = counts.added + counts.removed === 0;
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-end gap-x-12 gap-y-4">
        <Figure value={counts.reviews} label={t("preview.reviews")} />
        <Figure value={t("preview.range", spread)} label={t("preview.spread")} />
        <Figure value={counts.added} label={t("preview.added")} />
        <Figure value={counts.removed} label={t("preview.removed")} />
        <Figure value={shortages.length} label={t("preview.lacking")} />
      </div>
      {shortages.length > 0 ? (
        <Callout kind="warn" title={t("preview.shortages", { count: shortages.length })}>
          <ul className="grid list-disc gap-1 ps-5">
            {shortages.slice(0, 100).map(({ key, title, lacking, conflicts, takenOff, full }) => (
              <li key={key}>{t("preview.shortage", { key, title, lacking, conflicts, takenOff, full })}</li>
            ))}
          </ul>
        </Callout>
      ) : null}
      {conflicted.length > 0 ? (
        <Callout kind="warn" title={t("preview.tied")}>
          <ul className="grid list-disc gap-1 ps-5">
            {conflicted.map(({ entry, judge, conflicts }) => (
              <li key={`${entry.key} ${judge.key}`}>
                {t("preview.tiedLine", { entry, judge, ties: conflictWords(conflicts) })}
              </li>
            ))}
          </ul>
        </Callout>
      ) : null}
      {unchanged ? <Callout kind="ok" title={t("preview.unchanged")} /> : null}
      <ActionForm idempotencyKey={page.idempotencyKey} className="flex flex-wrap gap-3">
        <input type="hidden" name="digest" value={plan.digest} />
        {unchanged || !page.open ? null : (
          <SubmitButton kind="primary" intent="apply">
            {t("preview.apply")}
          </SubmitButton>
        )}
        <LinkButton to={`/organize/rounds/${page.round}/review/assignment`}>{t("preview.leave")}</LinkButton>
      </ActionForm>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Card title={t("preview.loads")} flush>
          <DataTable
            label={t("preview.loads")}
            dense
            columns={[
              { key: "judge", header: t("word.judge"), rowHeader: true, cell: ({ key, name }) => `${key} ${name}` },
              { key: "before", header: t("preview.before"), numeric: true, cell: ({ before }) => before },
              { key: "after", header: t("preview.after"), numeric: true, cell: ({ after }) => after },
              { key: "kept", header: t("preview.kept"), numeric: true, cell: ({ kept }) => kept },
            ]}
            rows={plan.loads}
            rowKey={({ key }) => key}
          />
        </Card>
        <Card title={t("preview.tracks")} flush>
          <DataTable
            label={t("preview.tracks")}
            dense
            columns={[
              {
                key: "track",
                header: t("ui:term.track"),
                rowHeader: true,
                cell: (row) => row.title ?? t("preview.noTrack"),
              },
              { key: "reviews", header: t("panel.reviews"), numeric: true, cell: ({ reviews }) => reviews },
              {
                key: "known",
                header: t("preview.known"),
                numeric: true,
                cell: ({ reviews, known }) =>
                  t("preview.share", { known, percent: Math.round((100 * known) / reviews) }),
              },
            ]}
            rows={plan.tracks}
            rowKey={({ title }) => title ?? ""}
          />
        </Card>
      </div>
      <Changes plan={plan} />
    </div>
  );
}

/** Every assignment that goes, with why, and every one that comes. */
function Changes({ plan }: { plan: PlanView }): ReactNode {
  const { t } = useTranslation("review");
  const conflictWords = useConflictWords();
  const rows = [
    ...plan.removed.map(({ entry, judge, conflicts }) => ({
      entry,
      judge,
      what: "removed" as const,
      why: conflictWords(conflicts),
    })),
    ...plan.added.map(({ entry, judge }) => ({ entry, judge, what: "added" as const, why: "" })),
  ];
  const all = plan.counts.added + plan.counts.removed;
  if (rows.length === 0) return null;
  return (
    <Card title={t("preview.changes", { count: all })} flush>
      <DataTable
        label={t("preview.changes", { count: all })}
        dense
        columns={[
          { key: "what", header: t("preview.change"), narrow: true, cell: ({ what }) => t(`preview.${what}`) },
          {
            key: "entry",
            header: t("word.project"),
            rowHeader: true,
            cell: ({ entry }) => `${entry.key} ${entry.title}`,
          },
          { key: "judge", header: t("word.judge"), cell: ({ judge }) => `${judge.key} ${judge.name}` },
          { key: "why", header: t("preview.why"), cell: ({ what, why }) => why || t(`preview.${what}Why`) },
        ]}
        rows={rows}
        rowKey={({ what, entry, judge }) => `${what} ${entry.key} ${judge.key}`}
      />
      {all > rows.length ? (
        <p className="p-4 text-ink-soft">{t("preview.more", { count: all - rows.length })}</p>
      ) : null}
    </Card>
  );
}
