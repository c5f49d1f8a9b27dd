import { LRUCache } from "lru-cache";
import { renderToString } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { StaticRouter } from "react-router-dom/server";
import { i18nFor } from "./locales/i18n.server.ts";
import type { Locale } from "./locales/locale.ts";
import { type FrameData, SiteHeader } from "./ui/site-frame.tsx";

const headers = new LRUCache<string, Buffer>({
  maxSize: 16 * 1024 * 1024,
  sizeCalculation: (html, key) => html.length + key.length,
});

/** The header of a public page as that person sees it: to the letter what is rendered with the whole page (personal-header.test.ts). */
export function personalHeader(data: FrameData, locale: Locale): Buffer {
  const key = JSON.stringify([locale, data]);
  const known = headers.get(key);
  if (known) return known;
  const html = Buffer.from(
    renderToString(
      <I18nextProvider i18n={i18nFor(locale)}>
        <StaticRouter location={data.path}>
          <SiteHeader {...data} />
        </StaticRouter>
      </I18nextProvider>,
    ),
  );
  headers.set(key, html);
  return html;
}
