import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { resultsPage } from "~/reads/releases/results-page.ts";
import { sharing } from "../editions/edition-hero.tsx";
import { ResultsView } from "./results-view.tsx";

export const handle = { plain: true };

/** The round's results as they stand; with `?entry=KEY` that one's, with how its total came about. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const entry = new URL(request.url).searchParams.get("entry");
  return await resultsPage(context, params.round ?? "", { entry });
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function RoundResults(): ReactNode {
  return <ResultsView page={useLoaderData<typeof loader>()} />;
}
