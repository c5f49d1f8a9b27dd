import { type AppLoadContext, createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { certificatePaper, frameOf } from "~/reads/documents/certificate-paper.ts";
import { awardList, noticePaper } from "~/reads/documents/official.ts";
import { wonBy } from "~/rules/documents/certificate.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { noticeLines } from "~/rules/notices/notice.ts";
import { publicView } from "~/rules/releases/public-view.ts";
import { rankedPrizes } from "~/rules/stage/reveal.ts";
import type { Paper } from "~/services/documents/paper.ts";
import { print } from "~/services/documents/print.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
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
  const made =
    name &&
    (name === "certificates"
      ? await certificatePaper(context, round, searchParams.get("serial"))
      : await official(context, round, name));
  if (!name || !made) throw notFound();
  const { db, locale } = context;
  const recorded = await printPapers({ db, actor }, { round: round.slug, paper: name, items: made.items });
  if (!recorded.ok) throw notFound();
  const file = `${i18nFor(locale).t(`certificates:pdf.file.${name}`)}-${round.slug}.pdf`;
  return new Response(createReadableStreamFromReadable(await print(made.paper)), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="${name}-${round.slug}.pdf"; filename*=UTF-8''${encodeURIComponent(file)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

interface Made {
  paper: Paper;
  items: number;
}

async function official({ db, locale }: AppLoadContext, round: Round, name: Name): Promise<Made | null> {
  const release = await findPublishedRelease(db, round.slug);
  const result = publicView(release);
  if (!release || !result) return null;
  const edition = await findEdition(db, round.editionSlug);
  const template = await findCertificateTemplate(db, round.editionId);
  const groups = titles(locale, release.groups);
  const nameOf = entryNames(locale, release.entries);
  const list = {
    locale,
    timeZone: release.timeZone,
    standings: result.standings.standings,
    publishedAt: result.publishedAt,
    edition: inLocale(locale, release.editionTitle, release.editionTitleEn),
    round: inLocale(locale, release.title, release.titleEn),
    entryTitle: (standing: (typeof result.standings.standings)[number]) => nameOf(standing).title,
    groupTitle: (key: string) => groups.get(key) ?? key,
    issuer: inLocale(locale, template.issuer, template.issuerEn),
  };
  const prizes = rankedPrizes(readStoredPage(edition?.page ?? {}).prizes, round.kind === "final" ? "final" : "heat");
  const granted = await findGrantedOf(db, round.id);
  const lines = noticeLines(release);
  const contact = inLocale(locale, lines.contact, lines.contactEn);
  const discipline = inLocale(locale, lines.discipline, lines.disciplineEn);
  const paper =
    name === "awards"
      ? awardList({ ...list, won: wonBy(list.standings, prizes, granted), granted: granted.grantId !== null })
      : noticePaper({ ...list, timeZone: homeZone, endsOn: result.noticeEndsOn, contact, discipline });
  return { paper: { frame: frameOf(locale, release, name), ...paper }, items: paper.rows.length };
}
