import type { LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { chosenColumns } from "~/rules/exchange/export-column.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ArchiveForm } from "~/ui/files/archive-form.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { countExported } from "~db/queries/exchange/exported.ts";
import { ColumnFields } from "./column-fields.tsx";

/** Which list goes out, and with which columns: both are in the address, so that it can be kept. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { searchParams } = new URL(args.request.url);
  const filter = filterOf(searchParams);
  const asked = searchParams.getAll("column");
  return {
    documentTitle: i18nFor(args.context.locale).t("exchange:export.title"),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
    filter,
    count: await countExported(args.context.db, { editionId: edition.id, me: actor.id }, filter),
    columns: chosenColumns(asked),
    remembered: asked.length > 0,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function ExportList(): ReactNode {
  const { t } = useTranslation(["exchange", "files"]);
  const locale = useLocale();
  const { documentTitle, edition, filter, count, columns, remembered } = useLoaderData<typeof loader>();
  const list = `/organize/editions/${edition.slug}/applications`;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={documentTitle}
        lead={`${inLocale(locale, edition.title, edition.titleEn)} · ${t("export.lead", { count })}`}
        breadcrumbs={[{ to: list + queryOf(filter), label: t("export.back") }]}
      />
      {remembered ? <Callout kind="ok">{t("export.remembered")}</Callout> : null}
      <form method="get" className="grid gap-6">
        {Object.entries(filter).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <ColumnFields chosen={columns} />
        <Callout>{t("export.masked")}</Callout>
        <div className="flex flex-wrap gap-3">
          <Button kind="primary" icon="down" formAction={`${list}.xlsx`}>
            {t("export.xlsx")}
          </Button>
          <Button icon="down" formAction={`${list}.csv`}>
            {t("export.csv")}
          </Button>
          <Button kind="quiet" title={t("export.rememberHint")}>
            {t("export.remember")}
          </Button>
        </div>
      </form>
      <Card title={t("files:archive.title")}>
        <ArchiveForm edition={edition.slug} filter={queryOf(filter)} />
      </Card>
    </div>
  );
}
