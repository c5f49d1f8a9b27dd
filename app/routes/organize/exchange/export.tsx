import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { chosenColumns, columnsByPart, type ExportColumn, isAnswer, parts } from "~/rules/exchange/export-column.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ArchiveForm } from "~/ui/files/archive-form.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { countExported } from "~db/queries/exchange/exported.ts";

/** Which list goes out, and with which columns: both are in the address, so that it can be kept. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { searchParams } = new URL(args.request.url);
  const filter = filterOf(searchParams);
  const requested = searchParams.getAll("column");
  return {
    documentTitle: i18nFor(args.context.locale).t("exchange:export.title"),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
    filter,
    count: await countExported(args.context.db, { editionId: edition.id, me: actor.id }, filter),
    columns: chosenColumns(requested),
    remembered: requested.length > 0,
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

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

/** The columns, part by part; the field `column` holds those that are ticked. */
export function ColumnFields({ chosen }: { chosen: readonly ExportColumn[] }): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  const name = (column: ExportColumn) => (isAnswer(column) ? t(`apply:field.${column}`) : t(`column.${column}`));
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 text-lg font-semibold">{t("export.columns")}</legend>
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {parts.map((part) => (
          <Card key={part} title={t(`part.${part}`)} tight>
            <ul className="grid gap-x-4 sm:grid-cols-2">
              {columnsByPart[part].map((column) => (
                <li key={column}>
                  <label className="flex min-h-11 items-center gap-2">
                    <input type="checkbox" name="column" value={column} defaultChecked={chosen.includes(column)} />
                    {name(column)}
                  </label>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </fieldset>
  );
}
