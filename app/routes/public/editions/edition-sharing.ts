import type { MetaDescriptor } from "@remix-run/react";
import type { EditionPageData } from "~/reads/editions/edition.ts";
import { sharing } from "./sharing.ts";

/** What an edition's page says of itself; the start page is the newest edition's and names its address. */
export function sharingOf(page: EditionPageData): MetaDescriptor[] {
  const { baseUrl, documentTitle: title, description, edition } = page;
  return sharing({ baseUrl, path: `/editions/${edition.slug}`, title, description });
}
