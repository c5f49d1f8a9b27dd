import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { chainsView, portraitView, topFigures } from "~/reads/portrait/portrait-view.ts";
import { can } from "~/rules/accounts/access.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { IpFacts, IpPictures, usePortraitWords } from "~/ui/portrait/ip-pictures.tsx";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findDuplicates } from "~db/queries/screening/duplicates.ts";
import { ChainList, TopFigures } from "./pages.tsx";

/** The intellectual property of one project as pictures, for those who screen it. Drafts are not there for them. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale } = args.context;
  const application = await findApplication(db, args.params.code ?? "");
  if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) throw notFound();
  const { code, answers, trackTitle, trackTitleEn } = application;
  const duplicates = await findDuplicates(db, application.id);
  const title = inLocale(locale, answers.projectTitle ?? null, answers.projectTitleEn ?? null) || code;
  const view = portraitView(
    application,
    duplicates.filter(({ editionId }) => can(actor, "screen", { editionId })),
  );
  return {
    documentTitle: i18nFor(locale).t("portrait:pageTitle", { project: title }),
    code,
    title,
    trackTitle,
    trackTitleEn,
    ...view,
    figures: topFigures(view),
    chains: chainsView(application),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Portrait(): ReactNode {
  const { t } = useTranslation(["portrait", "chains"]);
  const { code, title, rights, portrait, figures, chains, trackTitle, trackTitleEn } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={title}
        breadcrumbs={[{ to: `/organize/applications/${code}`, label: t("back") }]}
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      {portrait.total === 0 ? (
        <EmptyState title={t("none")}>{t("noneMend")}</EmptyState>
      ) : (
        <>
          <TopFigures {...figures} />
          <Card>
            <IpFacts facts={portrait.facts} />
          </Card>
          <Card>
            <IpPictures figures={portrait} wide />
          </Card>
          <Declared rights={rights} />
        </>
      )}
      <Card title={t("chains:card")}>
        <ChainList matches={chains} track={{ title: trackTitle, titleEn: trackTitleEn }} />
      </Card>
    </div>
  );
}

function Declared({ rights }: { rights: ReturnType<typeof useLoaderData<typeof loader>>["rights"] }): ReactNode {
  const { t } = useTranslation(["portrait", "apply"]);
  const words = usePortraitWords();
  return (
    <DataTable
      label={t("declared.title")}
      captionHidden={false}
      rows={rights}
      rowKey={({ place }) => place}
      columns={[
        {
          key: "name",
          header: t("declared.name"),
          rowHeader: true,
          cell: ({ title, place }) => title || t("apply:patent.row", { number: place }),
        },
        { key: "kind", header: t("declared.kind"), cell: ({ kind }) => words.kind(kind) },
        {
          key: "number",
          header: t("declared.number"),
          cell: ({ number }) => <span className="font-mono break-all">{number || "—"}</span>,
        },
        { key: "year", header: t("declared.year"), numeric: true, cell: ({ year }) => year ?? "—" },
        { key: "status", header: t("declared.status"), cell: ({ status }) => words.status(status) },
        { key: "holder", header: t("declared.holder"), cell: ({ holder }) => words.holder(holder) },
      ]}
    />
  );
}
