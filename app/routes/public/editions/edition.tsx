import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { editionPage } from "~/reads/editions/edition.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { EditionView, sharingOf } from "./edition-view.tsx";

export const handle = { plain: true };

export async function loader({ context, params }: LoaderFunctionArgs) {
  return await editionPage(context, await findEdition(context.publicDb, params.edition ?? ""));
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharingOf(page) : []);

export default function EditionPage(): ReactNode {
  return <EditionView {...useLoaderData<typeof loader>()} />;
}
