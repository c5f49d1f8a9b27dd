import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { askedPage } from "~/services/http/asked-page.ts";
import { editionFor } from "~/services/http/guard.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { findReveals } from "~db/queries/applications/identities.ts";

/** Every look at a whole identity number in the edition, for its organizers. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "move-data");
  return {
    title: i18nFor(args.context.locale).t("privacy:reveals.title"),
    page: await askedPage(args.request, (at) => findReveals(args.context.db, edition.id, at)),
  };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Reveals(): ReactNode {
  const { t } = useTranslation("privacy");
  const { page } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader title={t("reveals.title")} lead={t("reveals.lead")} />
      <DataTable
        label={t("reveals.title")}
        rows={page.rows}
        rowKey={(reveal) => reveal.id}
        empty={<EmptyState title={t("reveals.empty")}>{t("reveals.emptyText")}</EmptyState>}
        columns={[
          { key: "at", header: t("reveals.at"), cell: (reveal) => <DateTime at={reveal.revealedAt} /> },
          { key: "by", header: t("reveals.by"), cell: (reveal) => reveal.revealedBy },
          {
            key: "application",
            header: t("reveals.application"),
            rowHeader: true,
            cell: ({ code, projectTitle }) => (
              <Link to={`/organize/applications/${code}`}>
                {projectTitle ?? t("reveals.erased")} · {code}
              </Link>
            ),
          },
          { key: "reason", header: t("reveals.reason"), cell: (reveal) => reveal.reason },
        ]}
      />
      <ListPages previous={page.previous} next={page.next} />
    </div>
  );
}
