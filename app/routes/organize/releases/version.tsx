import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { versionIn } from "~/rules/releases/public-view.ts";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { DetailList } from "~/ui/card.tsx";
import { Digest } from "~/ui/digest.tsx";
import { titled } from "~/ui/page-title.ts";
import { entryNames, labels, ResultsTable, RuleWords, titles } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findRelease } from "~db/queries/releases/releases.ts";
import { Signatures } from "./signatures.tsx";

/** One version of the release as it was signed: what the second person checks against the paper, and what stays on record; with `?entry=KEY` one line of it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const number = versionIn(params.version);
  const found = number === null ? undefined : await findRelease(context.db, round.id, number);
  if (!found) throw notFound();
  const { standings: whole, criteria, groups, entries, ...version } = found;
  const entry = new URL(request.url).searchParams.get("entry");
  const lines = whole.standings.filter((line) => entry === null || line.entry === entry);
  if (entry !== null && lines.length === 0) throw notFound();
  const standings = { ...whole, standings: lines };
  const title = inLocale(context.locale, round.title, round.titleEn);
  return {
    title: i18nFor(context.locale).t("results:release.versionPageTitle", { version: version.version, round: title }),
    round: { slug: round.slug, timeZone: round.timeZone },
    version,
    criteria,
    groups,
    entries,
    one: entry !== null,
    standings: JSON.stringify(standings),
  };
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Version(): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const locale = useLocale();
  const { round, version, standings: json, ...page } = useLoaderData<typeof loader>();
  const standings = useMemo(() => JSON.parse(json) as FrozenStandings, [json]);
  const criteria = labels(locale, page.criteria);
  return (
    <div className="grid gap-6">
      <p className="no-print -mb-3 text-sm">
        <Link to={`/organize/rounds/${round.slug}/release`}>{t("release.title")}</Link>
      </p>
      <SectionHead
        title={t("release.versionTitle", { version: version.version })}
        state={<StateBadge of="release" state={version.state} />}
      />
      <DetailList
        items={[
          { term: t("release.signatures"), detail: <Signatures version={version} timeZone={round.timeZone} /> },
          { term: t("release.digest"), detail: <Digest value={version.digest} /> },
          ...(version.sheetsDigest
            ? [{ term: t("release.sheetsDigest"), detail: <Digest value={version.sheetsDigest} /> }]
            : []),
        ]}
      />
      {page.one ? (
        <p>
          <Link to={`/organize/rounds/${round.slug}/releases/${version.version}`}>{t("results.toAll")}</Link>
        </p>
      ) : null}
      <ResultsTable
        standings={standings}
        criteria={criteria}
        groups={titles(locale, page.groups)}
        nameOf={entryNames(locale, page.entries)}
        detailed
        withJudges
        oneOf={(entry) =>
          `/organize/rounds/${round.slug}/releases/${version.version}?entry=${encodeURIComponent(entry)}`
        }
        level={3}
      />
      <section className="keep-together grid max-w-prose gap-2">
        <h3 className="text-lg">{t("rule.title")}</h3>
        <RuleWords rule={standings.rule} criteria={criteria} />
      </section>
    </div>
  );
}
