import type { IncomingHttpHeaders } from "node:http";
import { i18nFor } from "~/locales/i18n.server.ts";
import { pickLocale } from "~/locales/index.ts";

/** What stands in the way before any page of the product could be made; each has its words in the locales (`ui:failure`). */
export type Failure = keyof typeof statuses;

const statuses = {
  "bad-address": 400,
  "broken-form": 400,
  "from-a-stranger": 403,
  "other-site": 403,
  "too-large": 413,
  "too-many-fields": 413,
  failed: 500,
  busy: 503,
  "prints-full": 503,
  "disk-full": 507,
} as const;

export interface FailureAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * The answer to that failure: for a browser that asks for a page, in the product's face and the visitor's language; for a
 * script or a program, a line in each language. It needs no database, no build and no script.
 */
export function failureAnswer(
  {
    accept = "",
    cookie,
    "accept-language": language,
  }: Pick<IncomingHttpHeaders, "accept" | "cookie" | "accept-language">,
  failure: Failure,
  values = { megabytes: 0 },
): FailureAnswer {
  const status = statuses[failure];
  const common = { "Cache-Control": "no-store", ...(status >= 503 ? { "Retry-After": "10" } : {}) };
  if (!/\btext\/html\b/.test(accept)) {
    const lines = (["en", "zh-CN"] as const).map((locale) => {
      const { title, mend } = wordsOf(locale, failure, values);
      return locale === "en" ? `${title}. ${mend}` : `${title}。${mend}`;
    });
    return {
      status,
      headers: { ...common, "Content-Type": "text/plain; charset=utf-8" },
      body: `${lines.join("\n")}\n`,
    };
  }
  const locale = pickLocale(cookie ?? null, language ?? null);
  return {
    status,
    headers: { ...common, "Content-Type": "text/html; charset=utf-8" },
    body: pageOf(locale, wordsOf(locale, failure, values)),
  };
}

/** Seconds after which a browser that waits for a print asks again. */
const refreshSeconds = 2;

/**
 * The answer to a browser whose print is not ready yet: how many are before it, and that it comes by itself, without script; of
 * what `downloads` this page stays behind, and says that too.
 */
export function waitingAnswer(
  { cookie, "accept-language": language }: Pick<IncomingHttpHeaders, "cookie" | "accept-language">,
  { ahead, seconds, downloads = false }: { ahead: number; seconds: number; downloads?: boolean },
): FailureAnswer {
  const locale = pickLocale(cookie ?? null, language ?? null);
  const { t } = i18nFor(locale);
  const title = t("ui:printing.title");
  const place = ahead === 0 ? t("ui:printing.now", { seconds }) : t("ui:printing.ahead", { count: ahead, seconds });
  const mend = downloads ? `${place}${t("ui:printing.downloads")}` : place;
  return {
    status: 202,
    headers: {
      "Cache-Control": "no-store",
      "Content-Type": "text/html; charset=utf-8",
      "Retry-After": String(refreshSeconds),
      Refresh: String(refreshSeconds),
    },
    body: pageOf(locale, { title, mend }, { to: "", label: t("ui:printing.look") }),
  };
}

interface Words {
  title: string;
  mend: string;
}

function wordsOf(locale: "zh-CN" | "en", failure: Failure, values: { megabytes: number }): Words {
  const { t } = i18nFor(locale);
  return { title: t(`ui:failure.${failure}.title`, values), mend: t(`ui:failure.${failure}.mend`, values) };
}

/** All words are ours: nothing of a request stands in it. */
function pageOf(
  locale: "zh-CN" | "en",
  { title, mend }: Words,
  next: { to: string; label: string } = { to: "/", label: i18nFor(locale).t("ui:nav.home") },
): string {
  const { t } = i18nFor(locale);
  return `<!DOCTYPE html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${t("ui:product")}</title>
<link rel="stylesheet" href="/failure.css">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
</head>
<body>
<header><a href="/"><img src="/favicon.svg" alt="" width="40" height="40">${t("ui:product")}</a></header>
<main>
<h1>${title}</h1>
<p>${mend}</p>
<p><a class="button" href="${next.to}">${next.label}</a></p>
</main>
</body>
</html>
`;
}
