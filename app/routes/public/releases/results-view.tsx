import type { useLoaderData } from "@remix-run/react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { resultsPage } from "~/reads/releases/results-page.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import { Callout } from "~/ui/callout.tsx";
import { DetailList } from "~/ui/card.tsx";
import { Digest } from "~/ui/digest.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { entryNames, Honours, labels, ResultsTable, RuleWords, titles } from "~/ui/results/results-table.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { PublishedMarks } from "./published-marks.tsx";

type Page = ReturnType<typeof useLoaderData<() => ReturnType<typeof resultsPage>>>;

/** Published results as anybody reads them; of a version that was replaced it says so first. */
export function ResultsView({ page }: { page: Page }): ReactNode {
  const { t } = useTranslation(["results", "ui", "public"]);
  const locale = useLocale();
  const { round, standings: json, replacedBy } = page;
  const standings = useMemo(() => JSON.parse(json) as RoundStandings, [json]);
  const criteria = labels(locale, page.criteria);
  const groups = titles(locale, page.groups);
  const nameOf = entryNames(locale, page.entries);
  const held = round.startsAt ? formatDate(round.startsAt, locale, round.timeZone) : null;
  const dayOf = (at: Date) => formatDate(at, locale, round.timeZone);
  const newest = `/results/${round.slug}`;
  const here = replacedBy ? `${newest}/${page.version}` : newest;
  const awards = new Map(page.awards.map(({ entry, award }) => [entry, award]));
  const people = new Map(page.people.map((each) => [each.key, each]));
  const moreOf = ({ entry }: { entry: string }) => {
    const award = awards.get(entry);
    const { company = null, leader = null } = people.get(entry) ?? {};
    return [
      ...(award ? [t("results.award", { award })] : []),
      ...(company ? [t("results.company", { company })] : leader ? [t("results.leader", { leader })] : []),
    ];
  };
  return (
    <article className="grid gap-8">
      <PageHeader
        kind="public"
        title={round.title}
        breadcrumbs={[{ to: "/results", label: t("results.back") }]}
        lead={[round.edition, t(`ui:kind.${round.kind}`), round.track, round.city, held].filter(Boolean).join(" · ")}
      />
      {replacedBy ? (
        <Callout kind="warn" title={t("results.replaced", page)}>
          <p>
            {t("results.replacedDetail", {
              date: dayOf(replacedBy.at),
              next: replacedBy.version,
              reason: replacedBy.reason,
            })}{" "}
            <a href={newest}>{t("results.toNewest")}</a>
          </p>
        </Callout>
      ) : null}
      {page.correctionReason && !replacedBy ? (
        <Callout title={t("results.corrects")}>
          {t("results.correctsDetail", {
            version: page.version,
            date: dayOf(page.publishedAt),
            reason: page.correctionReason,
          })}
        </Callout>
      ) : null}
      <NoticeCallout page={page} />
      {page.one ? null : <Honours standings={standings} groups={groups} nameOf={nameOf} />}
      {page.advanced.length > 0 ? (
        <section className="keep-together grid gap-3">
          <h2 className="font-serif text-2xl">{t("public:advanced.title")}</h2>
          <AdvancedList entries={page.advanced} />
        </section>
      ) : null}
      <section className="grid gap-3">
        <h2 className="font-serif text-2xl">{t(page.one ? "results.one" : "results.all")}</h2>
        {page.one ? (
          <p>
            <a href={here}>{t("results.toAll")}</a>
          </p>
        ) : null}
        <ResultsTable
          standings={standings}
          criteria={criteria}
          groups={groups}
          nameOf={nameOf}
          moreOf={moreOf}
          withJudges={page.marks !== null}
          oneOf={(entry) => `${here}?entry=${encodeURIComponent(entry)}`}
          honours={!page.one}
          level={3}
        />
      </section>
      {page.marks === null ? null : (
        <PublishedMarks
          standings={standings}
          marks={page.marks}
          criteria={criteria}
          nameOf={nameOf}
          workbook={`${here}/standings.xlsx`}
        />
      )}
      <section className="keep-together grid max-w-prose gap-3">
        <h2 className="font-serif text-2xl">{t("results.how")}</h2>
        <RuleWords rule={standings.rule} criteria={criteria} />
      </section>
      <Verification page={page} />
    </article>
  );
}

/** While its notice is open, how to object; after it, that it is over, and nothing more. */
function NoticeCallout({ page: { round, notice, noticeEndsOn } }: { page: Page }): ReactNode {
  const { t } = useTranslation("results");
  const locale = useLocale();
  if (noticeEndsOn === null) return null;
  const date = formatDate(noticeEndsOn, locale);
  const link = <a href={`/notices/${round.slug}`}>{t("results.toNotice")}</a>;
  if (notice === "open")
    return (
      <Callout title={t("results.notice", { date })}>
        <p>
          {t("results.noticeDetail")} {round.contact ? t("results.contact", { contact: round.contact }) : null} {link}
        </p>
      </Callout>
    );
  if (notice !== "closed") return null;
  return (
    <p className="text-ink-soft">
      {t("results.noticeOver", { date })} {link}
    </p>
  );
}

/** Which version this is, which others there are, and how to find that nothing of it was altered. */
function Verification({ page }: { page: Page }): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const locale = useLocale();
  const { round, version, versions, replacedBy, sheetsDigest } = page;
  const data = `/api/rounds/${round.slug}/standings${replacedBy ? `?version=${version}` : ""}`;
  const bundle = `/results/${round.slug}/${replacedBy ? `${version}/` : ""}bundle.json`;
  return (
    <section className="keep-together grid max-w-220 gap-3">
      <h2 className="font-serif text-2xl">{t("results.verify")}</h2>
      <DetailList
        items={[
          {
            term: t("ui:state.release.published"),
            detail: [formatDate(page.publishedAt, locale, round.timeZone), t("results.version", { version })].join(
              " · ",
            ),
          },
          { term: t("release.digest"), detail: <Digest value={page.digest} /> },
          ...(sheetsDigest ? [{ term: t("release.sheetsDigest"), detail: <Digest value={sheetsDigest} /> }] : []),
          {
            term: t("results.json"),
            detail: (
              <a href={data} className="break-all">
                {data}
              </a>
            ),
          },
          ...(round.bundle
            ? [
                {
                  term: t("results.bundle"),
                  detail: (
                    <>
                      <a href={bundle} className="break-all">
                        {bundle}
                      </a>
                      {" · "}
                      <a href="/verify">{t("results.verifyHere")}</a>
                    </>
                  ),
                },
              ]
            : []),
          ...(versions.length > 1
            ? [{ term: t("results.versions"), detail: <Versions slug={round.slug} here={version} all={versions} /> }]
            : []),
        ]}
      />
      <p className="text-sm text-ink-soft">{t(sheetsDigest ? "results.verifyHint" : "results.verifyHintBefore")}</p>
    </section>
  );
}

/** The versions that can be read, the one that stands first. */
function Versions({ slug, here, all }: { slug: string; here: number; all: readonly number[] }): ReactNode {
  const { t } = useTranslation("results");
  return (
    <ul className="flex flex-wrap gap-x-5">
      {all.map((version, at) => {
        const words = t(at === 0 ? "results.versionNow" : "results.versionOf", { version });
        const to = at === 0 ? `/results/${slug}` : `/results/${slug}/${version}`;
        return (
          <li key={version} className="inline-flex min-h-11 items-center">
            {version === here ? <span aria-current="page">{words}</span> : <a href={to}>{words}</a>}
          </li>
        );
      })}
    </ul>
  );
}

interface Advanced {
  heat: string;
  entry: string;
  title: string;
  titleEn: string | null;
  means: "advanced" | "wildcard" | "moved-up";
}

/** Projects that go on into the final, and of some by what way. */
export function AdvancedList({ entries }: { entries: readonly Advanced[] }): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  return (
    <ul className="grid gap-1">
      {entries.map(({ heat, entry, title, titleEn, means }) => (
        <li key={`${heat} ${entry}`} className="min-w-0 wrap-anywhere">
          <span className="font-medium">{inLocale(locale, title, titleEn)}</span>
          {means === "advanced" ? null : (
            <span className="ms-2 text-sm text-ink-soft">
              {t(means === "wildcard" ? "advanced.wildcard" : "advanced.movedUp")}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
