import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findReviewedApplication } from "~db/queries/review/review-progress.ts";
import { findOwnSheet } from "~db/queries/scoring/sheets.ts";
import { Materials } from "../scoring/ended-sheet.tsx";
import { named } from "../scoring/running-order.ts";

/** For paper and for keeping: no script, no frame. */
export const handle = { plain: true };

/** The application as this judge may see it, on a page to print or (`?download`) to keep. Its address and title name nobody. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const query = { roundId: round.id, entry: params.entry ?? "", userId: actor.id };
  const own = await findOwnSheet(db, query);
  const application = await findReviewedApplication(db, query);
  if (!own || !application) throw notFound();
  const download = new URL(request.url).searchParams.has("download");
  return data(
    {
      documentTitle: i18nFor(locale).t("review:judge.pageTitle", { entry: own.key }),
      round: round.slug,
      entry: { key: own.key, ...named(locale, own) },
      application,
    },
    download
      ? {
          headers: {
            "Content-Disposition": `attachment; filename="${round.slug}-${encodeURIComponent(own.key)}.html"`,
          },
        }
      : undefined,
  );
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function ReviewedApplicationPage(): ReactNode {
  const { t } = useTranslation("review");
  const { round, entry, application } = useLoaderData<typeof loader>();
  const sheet = `/judge/${round}/${entry.key}`;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={entry.title}
        lead={t("judge.number", { entry: entry.key })}
        breadcrumbs={[
          { to: `/judge/${round}`, label: t("judge.list") },
          { to: sheet, label: t("judge.toSheet") },
        ]}
      />
      <p className="no-print text-ink-soft">
        {t("judge.printHint")} <Link to={`${sheet}/application?download`}>{t("judge.download")}</Link>
      </p>
      <Materials application={application} />
    </div>
  );
}
