import type { LoaderFunctionArgs } from "@remix-run/node";

/** What search engines are asked to leave alone: everything that belongs to somebody. */
export function loader({ context }: LoaderFunctionArgs): Response {
  const disallowed = [
    "/account",
    "/apply",
    "/files",
    "/invitation",
    "/judge",
    "/objections",
    "/organize",
    "/outbox",
    "/r/",
    "/recommend",
    "/vote",
  ];
  const lines = ["User-agent: *", ...disallowed.map((path) => `Disallow: ${path}`)];
  const body = `${lines.join("\n")}\nSitemap: ${context.settings.baseUrl}/sitemap.xml\n`;
  return new Response(body, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
