import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { resultsPage } from "~/reads/releases/results-page.ts";
import { versionIn } from "~/rules/releases/public-view.ts";
import { notFound } from "~/services/http/guard.ts";
import { sharing } from "../editions/edition-hero.tsx";
import { ResultsView } from "./results-view.tsx";

export const handle = { plain: true };

/** One version of the round's results, as long as the results are public: the one that stands, or one that was replaced. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const version = versionIn(params.version);
  if (version === null) throw notFound();
  const entry = new URL(request.url).searchParams.get("entry");
  return await resultsPage(context, params.round ?? "", { version, entry });
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

/** Search engines are led to the results that stand. */
export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function RoundVersion(): ReactNode {
  return <ResultsView page={useLoaderData<typeof loader>()} />;
}
