import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { entryNumber } from "~/rules/heats/entry-number.ts";
import { readStoredOwnDays } from "~/rules/notices/notice.ts";
import { alarmOf, figuresOf } from "~/rules/notices/objection.ts";
import { now } from "~/services/clock.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findObjections } from "~db/queries/notices/objections.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { Due } from "./due.tsx";

/** The objections where the person looks after them: that they exist, to what, in what state and until when. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const places = placesWith(actor, "see-objections");
  if (!places) throw notFound();
  const at = now();
  const edition = new URL(request.url).searchParams.get("edition")?.slice(0, 64) || undefined;
  const found = await findObjections(context.db, places, edition);
  const editions = [...Map.groupBy(found, (each) => each.edition)].map(([slug, all]) => {
    const [first] = all;
    const figures = figuresOf(all, at, readStoredOwnDays(first?.ownDays));
    return { slug, title: first?.editionTitle ?? "", titleEn: first?.editionTitleEn ?? null, figures };
  });
  const objections = found.map((each) => {
    const { receipt, state, filedAt, dueOn, round, roundTitle, roundTitleEn, entry, entryTitle, entryTitleEn } = each;
    const number = entry === null ? null : entryNumber(each.number, entry, each.isDrawn);
    const alarm = alarmOf(each, at, readStoredOwnDays(each.ownDays));
    const about = { round, roundTitle, roundTitleEn, entry, number, entryTitle, entryTitleEn };
    return { receipt, state, filedAt, dueOn, alarm, ...about };
  });
  const title = i18nFor(context.locale).t("notice:desk.title");
  return data({ title, editions, objections }, { headers: { "Cache-Control": "no-store" } });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Objections(): ReactNode {
  const { t } = useTranslation(["notice", "ui", "rounds"]);
  const locale = useLocale();
  const { editions, objections } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("desk.title")}
        lead={t("desk.lead")}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
      />
      {editions.map(({ slug, title, titleEn, figures }) => (
        <Card key={slug} title={inLocale(locale, title, titleEn)}>
          <div className="grid grid-cols-2 gap-4 sm:grid-cols-4 lg:grid-cols-7">
            {(["received", "open", "overdue", "upheld", "dismissed", "inadmissible"] as const).map((name) => (
              <Figure key={name} value={figures[name]} label={t(`desk.figure.${name}`)} />
            ))}
            <Figure
              value={figures.meanWorkingDays === null ? "—" : figures.meanWorkingDays.toFixed(1)}
              label={t("desk.figure.meanWorkingDays")}
            />
          </div>
          <ListExport edition={slug} list="objections" />
        </Card>
      ))}
      <DataTable
        label={t("desk.title")}
        rows={objections}
        rowKey={(row) => row.receipt}
        empty={<EmptyState title={t("desk.none")}>{t("desk.noneMend")}</EmptyState>}
        columns={[
          {
            key: "receipt",
            header: t("status.receipt"),
            rowHeader: true,
            cell: ({ receipt }) => (
              <Link to={`/organize/objections/${receipt}`} className="font-mono">
                {receipt}
              </Link>
            ),
          },
          {
            key: "about",
            header: t("status.about"),
            cell: (row) => (
              <>
                <span className="block">
                  {row.entry === null
                    ? t("form.wholeList")
                    : [row.number, inLocale(locale, row.entryTitle, row.entryTitleEn)].join(" ")}
                </span>
                <span className="block text-sm text-ink-soft">
                  {inLocale(locale, row.roundTitle, row.roundTitleEn)}
                </span>
              </>
            ),
          },
          {
            key: "state",
            header: t("ui:word.state"),
            narrow: true,
            cell: (row) => <StateBadge of="objection" state={row.state} />,
          },
          { key: "filed", header: t("status.filedAt"), narrow: true, cell: (row) => formatDate(row.filedAt, locale) },
          { key: "due", header: t("status.due"), narrow: true, cell: (row) => <Due {...row} /> },
        ]}
      />
    </div>
  );
}
