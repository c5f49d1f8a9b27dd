import type { MetaDescriptor } from "@remix-run/react";

/** What a page says of itself to search engines and to whoever shares its link: title, description, and a card. */
export function sharing(page: { baseUrl: string; path: string; title: string; description: string }): MetaDescriptor[] {
  const { baseUrl, path, title, description } = page;
  return [
    { title },
    { name: "description", content: description },
    { tagName: "link", rel: "canonical", href: baseUrl + path },
    { property: "og:type", content: "website" },
    { property: "og:title", content: title },
    { property: "og:description", content: description },
    { property: "og:url", content: baseUrl + path },
    { property: "og:image", content: `${baseUrl}/share.png` },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    { name: "twitter:card", content: "summary_large_image" },
  ];
}
