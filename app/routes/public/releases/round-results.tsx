import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { resultsPage } from "~/reads/releases/results-page.ts";
import { sharing } from "../editions/edition-hero.tsx";
import { ResultsView } from "./results-view.tsx";

export const handle = { plain: true };

/** The round's results as they stand. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  return await resultsPage(context, params.round ?? "");
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function RoundResults(): ReactNode {
  return <ResultsView page={useLoaderData<typeof loader>()} />;
}
