import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { rowOf } from "~/reads/audit/trail-words.ts";
import { type TrailFilter, trailQueryOf } from "~/rules/audit/trail-filter.ts";
import { Badge } from "~/ui/badge.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Digest } from "~/ui/digest.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDate, formatSeconds } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";

type Row = ReturnType<typeof rowOf>;

/** Entries of the trail, the latest first: who did what, where, and in which seal it is. */
export function TrailTable({ rows, filter }: { rows: Row[]; filter: TrailFilter }): ReactNode {
  const { t } = useTranslation("trail");
  const only = (more: TrailFilter) => `/organize/trail${trailQueryOf({ ...filter, ...more })}`;
  const columns: Column<Row>[] = [
    { key: "at", header: t("column.at"), cell: ({ at }) => <Second at={at} />, narrow: true },
    {
      key: "person",
      header: t("column.person"),
      cell: ({ person }) =>
        person ? (
          <Link to={only({ person: person.id })}>{person.name || t("unnamed")}</Link>
        ) : (
          <span>{t("system")}</span>
        ),
    },
    { key: "act", header: t("column.act"), rowHeader: true, className: "min-w-72", cell: (row) => <Act {...row} /> },
    { key: "where", header: t("column.where"), cell: (row) => <Where {...row} /> },
    {
      key: "seal",
      header: t("column.seal"),
      cell: ({ id, seal }) => (
        <div className="grid justify-items-start gap-1">
          <span className="text-sm text-ink-soft tabular-nums">{t("number", { id })}</span>
          {seal === null ? (
            <Badge tone="neutral" icon="clock">
              {t("unsealed")}
            </Badge>
          ) : (
            <Badge tone="ok" icon="lock">
              {t("sealed", { seal })}
            </Badge>
          )}
        </div>
      ),
    },
  ];
  return (
    <DataTable
      label={t("title")}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      dense
    />
  );
}

/** An instant to the second; the page says that it is Beijing's clock. */
function Second({ at }: { at: Date }): ReactNode {
  const locale = useLocale();
  return (
    <time dateTime={at.toISOString()} className="tabular-nums">
      {formatDate(at, locale)} {formatSeconds(at)}
    </time>
  );
}

function Act({ sentence, details, reason }: Row): ReactNode {
  const { t } = useTranslation("trail");
  return (
    <div className="grid gap-1">
      <span>{sentence}</span>
      {reason ? (
        <span className="font-normal">
          {t("reason")}
          {reason}
        </span>
      ) : null}
      {details.length > 0 ? (
        <details className="text-sm font-normal text-ink-soft">
          <summary className="inline-flex min-h-9 items-center rounded underline decoration-dotted underline-offset-4">
            {t("details")}
          </summary>
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
            {details.map(({ key, label, value, digest }) => (
              <div key={key} className="contents">
                <dt>{label}</dt>
                <dd className="break-words">{digest ? <Digest value={value} label={label} /> : value}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </div>
  );
}

function Where({ edition, round, rehearsal, application }: Row): ReactNode {
  const { t } = useTranslation("trail");
  return (
    <div className="grid justify-items-start gap-1">
      {round ? (
        round.slug ? (
          <Link to={`/organize/rounds/${round.slug}`}>{round.title}</Link>
        ) : (
          <span>{round.title}</span>
        )
      ) : (
        <span>{edition}</span>
      )}
      {rehearsal ? (
        <Badge tone="warn" icon="warn">
          {t("rehearsal")}
        </Badge>
      ) : null}
      {application ? (
        application.screens ? (
          <Link to={`/organize/applications/${application.code}`}>{application.code}</Link>
        ) : (
          <span>{application.code}</span>
        )
      ) : null}
    </div>
  );
}
