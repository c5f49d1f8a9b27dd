import type { AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { certificatePaper, frameOf } from "~/reads/documents/certificate-paper.ts";
import { awardList, noticePaper } from "~/reads/documents/official.ts";
import { noticeText } from "~/reads/notices/notice-text.ts";
import { rankedPrizes } from "~/rules/awards/prizes.ts";
import { wonBy } from "~/rules/documents/certificate.ts";
import { holdsPersonalData } from "~/rules/documents/round-papers.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { type PublicResult, publicView } from "~/rules/releases/public-view.ts";
import type { OfficialPaper, Paper } from "~/services/documents/paper.ts";
import { printAnswer } from "~/services/documents/print-answer.ts";
import { assertProven, noFile, notFound, roundFor } from "~/services/http/guard.ts";
import { entryNames, titles } from "~/ui/results/results-table.tsx";
import { findGrantedOf } from "~db/queries/awards/awards.ts";
import { findCertificateTemplate } from "~db/queries/documents/certificates.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";

const names = ["awards", "certificates", "notice"] as const;
type Name = (typeof names)[number];

/** Of a published result: its certificates (or with `serial` one of them), its list of awards, its notice. Noted in the trail. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { actor, round } = await roundFor({ request, context }, params.round, "publish-release");
  const { pathname, searchParams } = new URL(request.url);
  const name = names.find((each) => pathname.endsWith(`/${each}.pdf`));
  if (name && holdsPersonalData(name)) assertProven(actor, request);
  const made =
    name &&
    (name === "certificates"
      ? await certificatePaper(context, round, searchParams.get("serial"))
      : await official(context, round, name));
  if (!name || !made) throw notFound();
  const { db, locale } = context;
  return await printAnswer(
    { request, context },
    {
      paper: made.paper,
      disposition: "inline",
      name: {
        plain: `${name}-${round.slug}.pdf`,
        full: `${i18nFor(locale).t(`certificates:pdf.file.${name}`)}-${round.slug}.pdf`,
      },
      note: async () => {
        const recorded = await printPapers({ db, actor }, { round: round.slug, paper: name, items: made.items });
        if (!recorded.ok) throw noFile(recorded.error, request);
      },
    },
  );
}

interface Made {
  paper: Paper;
  items: number;
}

async function official(context: AppLoadContext, round: Round, name: Name): Promise<Made | null> {
  const { db, locale } = context;
  const release = await findPublishedRelease(db, round.slug);
  const result = publicView(release);
  if (!release || !result) return null;
  const paper =
    name === "notice"
      ? noticePaper(locale, noticeText(context, release, result))
      : await awardPaper(context, round, { ...release, ...result });
  return { paper: { frame: frameOf(locale, release, name), ...paper }, items: paper.rows.length };
}

type Published = NonNullable<Awaited<ReturnType<typeof findPublishedRelease>>> & PublicResult;

async function awardPaper({ db, locale }: AppLoadContext, round: Round, published: Published): Promise<OfficialPaper> {
  const edition = await findEdition(db, round.editionSlug);
  const template = await findCertificateTemplate(db, round.editionId);
  const groups = titles(locale, published.groups);
  const nameOf = entryNames(locale, published.entries);
  const numbers = new Map(published.entries.map(({ key, number }) => [key, number]));
  const { standings } = published.standings;
  const prizes = rankedPrizes(readStoredPage(edition?.page ?? {}).prizes, round.kind === "final" ? "final" : "heat");
  const granted = await findGrantedOf(db, round.id);
  return awardList({
    locale,
    standings,
    timeZone: published.timeZone,
    publishedAt: published.publishedAt,
    edition: inLocale(locale, published.editionTitle, published.editionTitleEn),
    round: inLocale(locale, published.title, published.titleEn),
    entryTitle: (standing) => nameOf(standing).title,
    numberOf: ({ entry }) => numbers.get(entry) ?? null,
    groupTitle: (key) => groups.get(key) ?? key,
    issuer: inLocale(locale, template.issuer, template.issuerEn),
    won: wonBy(standings, prizes, granted),
    granted: granted.grantId !== null,
  });
}
