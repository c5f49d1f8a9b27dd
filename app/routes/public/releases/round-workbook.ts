import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { workbookAnswer } from "~/reads/releases/workbook-answer.ts";
import { publicView, versionIn } from "~/rules/releases/public-view.ts";
import { publishedRound } from "~/rules/releases/published-marks.ts";
import { notFound } from "~/services/http/guard.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

/**
 * The workbook of a round's results as they stand or, by number, of a version that they replaced, from what its publication
 * kept: where the edition makes the judges' marks public. Whatever else is asked for is one 404.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { publicDb, locale } = context;
  const version = params.version === undefined ? undefined : versionIn(params.version);
  const release =
    version === null ? undefined : await findPublishedRelease(publicDb, params.round ?? "", version, { marks: true });
  const result = publicView(release);
  if (!release?.inputs || !result) throw notFound();
  const { rule, standings } = result.standings;
  const { t } = i18nFor(locale);
  const about = {
    slug: release.slug,
    edition: inLocale(locale, release.editionTitle, release.editionTitleEn),
    round: inLocale(locale, release.title, release.titleEn),
    state: t("results:results.version", { version: result.version }),
    madeAt: formatDateTime(result.publishedAt, locale, release.timeZone),
  };
  const worked = { round: publishedRound(release.inputs, rule), standings };
  return await workbookAnswer(
    { request, context },
    {
      worked,
      about,
      isPublic: true,
      headers: { "Cache-Control": "public, no-cache", [cacheHeader]: "1" },
    },
  );
}
