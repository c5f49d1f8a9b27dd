import { type AppLoadContext, createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { awardList, certificatePages, noticePaper } from "~/reads/documents/official.ts";
import { readSerial, wonBy } from "~/rules/documents/certificate.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { noticeLines } from "~/rules/notices/notice.ts";
import { publicView } from "~/rules/releases/public-view.ts";
import { rankedPrizes } from "~/rules/stage/reveal.ts";
import type { Paper } from "~/services/documents/paper.ts";
import { print } from "~/services/documents/print.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { entryNames, titles } from "~/ui/results/results-table.tsx";
import { findGrantedOf } from "~db/queries/awards/awards.ts";
import { findCertificateTemplate, findRoundCertificates } from "~db/queries/documents/certificates.ts";
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
  const made = name && (await (name === "certificates" ? certificates : official)(context, round, name, searchParams));
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

async function certificates(
  { db, settings, locale }: AppLoadContext,
  round: Round,
  _: Name,
  query: URLSearchParams,
): Promise<Made | null> {
  const serial = query.get("serial");
  const all = await findRoundCertificates(db, round.id);
  const selected = serial === null ? all : all.filter((each) => each.serial === readSerial(serial));
  if (selected.length === 0) return null;
  const template = await findCertificateTemplate(db, round.editionId);
  const t = i18nFor("zh-CN").getFixedT("zh-CN", "certificates");
  const en = i18nFor("en").getFixedT("en", "certificates");
  const pages = certificatePages(selected, { template, baseUrl: settings.baseUrl });
  const words = {
    serial: `${t("pdf.serial")} ${en("pdf.serial")}`,
    check: `${t("pdf.check")} ${en("pdf.check")}`,
  };
  return {
    paper: { frame: frameOf(locale, round, "certificates"), kind: "certificates", words, pages },
    items: pages.length,
  };
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

function frameOf(locale: AppLoadContext["locale"], round: Pick<Round, "title" | "titleEn">, name: Name) {
  const { t } = i18nFor(locale);
  return {
    locale,
    title: t(`certificates:pdf.file.${name}`),
    round: inLocale(locale, round.title, round.titleEn),
    missing: t("certificates:pdf.missing"),
    about: "",
    rehearsal: null,
    printed: "",
    page: "",
  };
}
