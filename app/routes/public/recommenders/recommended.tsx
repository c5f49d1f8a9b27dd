import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
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
import { QrPicture } from "~/ui/qr-code.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findOwnRecommenders, findRecommended } from "~db/queries/recommenders.ts";

const most = 1000;

/** A recommender's own page: the link to pass on, and how far what came by it is. Nobody else finds anything here. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale, settings } = args.context;
  const recommenders = await findOwnRecommenders(db, actor.email.toLowerCase());
  if (recommenders.length === 0) throw notFound();
  const ids = recommenders.map(({ id }) => id);
  const applications = await findRecommended(db, ids, most);
  return {
    documentTitle: i18nFor(locale).t("recommend:title"),
    recommenders: recommenders.map((recommender) => ({
      ...recommender,
      link: `${settings.baseUrl}/r/${recommender.key}`,
      code: qrCode(`${settings.baseUrl}/r/${recommender.key}`),
      applications: applications.filter(({ recommenderId }) => recommenderId === recommender.id),
    })),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Recommended(): ReactNode {
  const { t } = useTranslation("recommend");
  const locale = useLocale();
  const { recommenders } = useLoaderData<typeof loader>();
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
          <Applications rows={recommender.applications} label={recommender.name} />
        </section>
      ))}
    </div>
  );
}

type Row = ReturnType<typeof useLoaderData<typeof loader>>["recommenders"][number]["applications"][number];

function Applications({ rows, label }: { rows: Row[]; label: string }): ReactNode {
  const { t } = useTranslation("recommend");
  const locale = useLocale();
  return (
    <DataTable
      label={t("table.label", { name: label })}
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
}
