import type { LoaderFunctionArgs } from "@remix-run/node";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { findPublicAddresses } from "~db/queries/editions/public-editions.ts";

/** The addresses that a search engine may know. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const { editions, rounds } = await findPublicAddresses(context.publicDb);
  const paths = [
    "/",
    "/results",
    ...editions.map(({ slug }) => `/editions/${slug}`),
    ...rounds.map(({ slug }) => `/heats/${slug}`),
    ...rounds.filter(({ stage }) => stage === "published").map(({ slug }) => `/results/${slug}`),
  ];
  const urls = paths.map((path) => `<url><loc>${inXml(context.settings.baseUrl + path)}</loc></url>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("")}</urlset>\n`;
  return new Response(body, { headers: { "Content-Type": "application/xml; charset=utf-8", [cacheHeader]: "1" } });
}

function inXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
