import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { editionPage } from "~/reads/editions/edition.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { findCurrentEdition } from "~db/queries/editions/editions.ts";
import { EditionView, sharingOf } from "./edition-view.tsx";

export const handle = { plain: true };

/** The newest open edition; before the first one, a word that says so. */
export async function loader({ context }: LoaderFunctionArgs) {
  const edition = await findCurrentEdition(context.publicDb);
  if (!edition) return data(null, { headers: { [cacheHeader]: "1" } });
  return await editionPage(context, edition);
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page ? sharingOf(page) : [{ title: "凤栖吴兴·创见未来" }];

export default function Home(): ReactNode {
  const { t } = useTranslation("public");
  const page = useLoaderData<typeof loader>();
  return page ? (
    <EditionView {...page} />
  ) : (
    <PageHeader title={t("edition.none")} lead={t("edition.noneHint")} kind="public" />
  );
}
