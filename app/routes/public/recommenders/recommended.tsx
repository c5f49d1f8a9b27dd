import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { askedPage } from "~/services/http/asked-page.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { CopyButton } from "~/ui/copy-button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { QrPicture } from "~/ui/qr-code.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findOwnRecommenders, findRecommended } from "~db/queries/recommenders.ts";

/** A recommender's own page: their links to pass on, and how far what came by them is. Nobody else finds anything here. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale, settings } = args.context;
  const recommenders = await findOwnRecommenders(db, actor.email.toLowerCase());
  if (recommenders.length === 0) throw notFound();
  const ids = recommenders.map(({ id }) => id);
  const codes = /^[\w-]{1,64}$/;
  return {
    documentTitle: i18nFor(locale).t("recommend:title"),
    recommenders: recommenders.map((recommender) => ({
      ...recommender,
      link: `${settings.baseUrl}/r/${recommender.key}`,
      code: qrCode(`${settings.baseUrl}/r/${recommender.key}`),
    })),
    page: await askedPage(args.request, (at) => findRecommended(db, ids, at), codes),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Recommended(): ReactNode {
  const { t } = useTranslation("recommend");
  const locale = useLocale();
  const { recommenders, page } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-8">
      <PageHeader title={t("title")} lead={t("lead")} />
      {recommenders.map((recommender) => (
        <section key={recommender.id} className="grid gap-4">
          <div>
            <h2 className="text-xl">{inLocale(locale, recommender.name, recommender.nameEn)}</h2>
            <p className="text-ink-soft">
              {inLocale(locale, recommender.editionTitle, recommender.editionTitleEn)}
              {recommender.applyClosesAt ? (
                <>
                  {" · "}
                  {t("deadline")} <DateTime at={recommender.applyClosesAt} />
                </>
              ) : null}
            </p>
          </div>
          <Card title={t("link.title")} level={3}>
            <p className="text-ink-soft">{t("link.hint")}</p>
            <div className="mt-2 flex flex-wrap items-start gap-x-6 gap-y-4">
              <QrPicture {...recommender.code} label={t("link.code")} className="w-36 rounded" />
              <div className="grid min-w-0 flex-1 basis-72 justify-items-start gap-3">
                <p className="w-full rounded bg-sunken px-3 py-2 font-mono break-all select-all">{recommender.link}</p>
                <CopyButton text={recommender.link} label={t("link.copy")} />
              </div>
            </div>
          </Card>
          <div className="flex flex-wrap gap-x-10 gap-y-4">
            <Figure value={recommender.opened} label={t("count.opened")} />
            <Figure value={recommender.begun} label={t("count.begun")} />
            <Figure value={recommender.submitted} label={t("count.submitted")} />
            <Figure value={recommender.qualified} label={t("count.qualified")} />
          </div>
        </section>
      ))}
      <Applications rows={page.rows} recommenders={recommenders} />
      <ListPages previous={page.previous} next={page.next} />
    </div>
  );
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;
interface ApplicationsProps {
  rows: Data["page"]["rows"];
  recommenders: Data["recommenders"];
}

/** What was handed in by all these links; where there are several, each row says by whose. */
function Applications({ rows, recommenders }: ApplicationsProps): ReactNode {
  const { t } = useTranslation("recommend");
  const locale = useLocale();
  const several = recommenders.length > 1;
  return (
    <DataTable
      label={t("title")}
      rows={rows}
      rowKey={(row) => row.code}
      empty={<EmptyState title={t("table.none")}>{t("table.noneHint")}</EmptyState>}
      columns={[
        {
          key: "project",
          header: t("table.project"),
          rowHeader: true,
          cell: (row) => inLocale(locale, row.projectTitle, row.projectTitleEn),
        },
        ...(several ? [{ key: "by", header: t("table.by"), cell: by }] : []),
        {
          key: "state",
          header: t("table.state"),
          cell: (row) => <StateBadge of="application" state={row.state} />,
          narrow: true,
        },
        {
          key: "heat",
          header: t("table.heat"),
          cell: (row) => (
            <>
              {inLocale(locale, row.roundTitle, row.roundTitleEn)}
              <span className="block text-sm text-ink-soft">{inLocale(locale, row.trackTitle, row.trackTitleEn)}</span>
            </>
          ),
        },
        {
          key: "submitted",
          header: t("table.submitted"),
          cell: (row) => (row.submittedAt ? <DateTime at={row.submittedAt} kind="date" /> : null),
          narrow: true,
        },
      ]}
    />
  );

  function by({ recommenderId }: ApplicationsProps["rows"][number]): ReactNode {
    const of = recommenders.find(({ id }) => id === recommenderId);
    return of ? (
      <>
        {inLocale(locale, of.name, of.nameEn)}
        <span className="block text-sm text-ink-soft">{inLocale(locale, of.editionTitle, of.editionTitleEn)}</span>
      </>
    ) : null;
  }
}
