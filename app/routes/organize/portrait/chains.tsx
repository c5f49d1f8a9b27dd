import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { chainProject } from "~/reads/portrait/portrait-view.ts";
import { belongs, type ChainMatch, matchesOf, readStoredChains } from "~/rules/portrait/industry-chain.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { Bars } from "~/ui/chart/year-columns.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { findPortrayedProjects } from "~db/queries/portrait.ts";
import { Pages, partOf, useWhy, WhichField, whichOf } from "./pages.tsx";

/** In the address, projects that no chain's track takes in. */
const none = "none";

/** The chains with how many projects belong to each, and the projects of one, of none, or of all. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale } = args.context;
  const search = new URL(args.request.url).searchParams;
  const which = whichOf(search);
  const chains = readStoredChains(edition.industryChains);
  const requested = search.get("chain") ?? "";
  const chain = requested === none || chains.some(({ key }) => key === requested) ? requested : "";
  const { tracks } = await findTracksAndGroups(db, edition.id);
  const found = await findPortrayedProjects(db, edition.id, which);
  const projects = found.map(({ code, answers, track }) => {
    const project = chainProject(track, answers);
    return {
      code,
      title: inLocale(locale, project.title, project.titleEn) || code,
      track: tracks.find(({ key }) => key === track) ?? null,
      matches: matchesOf(project, chains),
    };
  });
  const counted = (key: string, by: ChainMatch["by"]) =>
    projects.filter(({ matches }) => matches.some((match) => match.chain === key && match.by === by)).length;
  const without = projects.filter(({ matches }) => !matches.some(belongs));
  const listed =
    chain === none
      ? without
      : projects.filter(({ matches }) => chain === "" || matches.some((match) => match.chain === chain));
  return {
    documentTitle: i18nFor(locale).t("chains:title"),
    slug: edition.slug,
    edition: inLocale(locale, edition.title, edition.titleEn),
    which,
    chain,
    projects: projects.length,
    without: without.length,
    chains: chains.map(({ key, title, titleEn }) => ({
      key,
      title,
      titleEn,
      core: counted(key, "core"),
      related: counted(key, "related"),
      words: counted(key, "words"),
    })),
    part: partOf(listed, search),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

type Page = ReturnType<typeof useLoaderData<typeof loader>>;

export default function Chains(): ReactNode {
  const { t } = useTranslation(["chains", "portrait", "rounds"]);
  const locale = useLocale();
  const page = useLoaderData<typeof loader>();
  const { slug, edition, which, chain, chains, projects } = page;
  const settings = `/organize/editions/${slug}/settings/chains`;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={edition}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        actions={
          <LinkButton to={settings} icon="pen">
            {t("edit")}
          </LinkButton>
        }
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      {chains.length === 0 ? (
        <EmptyState title={t("none")} action={<LinkButton to={settings}>{t("edit")}</LinkButton>}>
          {t("noneMend")}
        </EmptyState>
      ) : (
        <>
          <Form key={`${which} ${chain}`} method="get" className="no-print flex flex-wrap items-end gap-x-4 gap-y-3">
            <WhichField which={which} />
            <SelectField
              name="chain"
              label={t("choose")}
              placeholder={t("whole")}
              options={[
                ...chains.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) })),
                { value: none, label: t("without") },
              ]}
              defaultValue={chain}
            />
            <Button>{t("portrait:edition.apply")}</Button>
          </Form>
          {projects === 0 ? (
            <EmptyState title={t("portrait:edition.noProjects")}>{t("portrait:edition.noProjectsMend")}</EmptyState>
          ) : (
            <>
              <Counts page={page} />
              <Projects page={page} />
            </>
          )}
        </>
      )}
    </div>
  );
}

/** How many projects each chain has, by what brings them there; each name leads to its projects. */
function Counts({ page: { chains, which, chain, without } }: { page: Page }): ReactNode {
  const { t } = useTranslation("chains");
  const locale = useLocale();
  const to = (key: string) => `?${new URLSearchParams({ of: which, chain: key })}`;
  const name = (key: string, words: string) => (
    <Link to={to(key)} aria-current={key === chain ? "true" : undefined} preventScrollReset>
      {words}
    </Link>
  );
  return (
    <Card title={t("counts")}>
      <Bars
        label={t("counts")}
        bars={[
          ...chains.map(({ key, title, titleEn, core, related, words }) => ({
            key,
            label: name(key, inLocale(locale, title, titleEn)),
            total: core + related,
            parts: [
              { key: "core", look: "solid", count: core, label: t("core") } as const,
              { key: "related", look: "striped", count: related, label: t("related") } as const,
              { key: "words", look: "hollow", count: words, label: t("hint") } as const,
            ].filter(({ count }) => count > 0),
          })),
          {
            key: none,
            label: name(none, t("without")),
            total: without,
            parts: without > 0 ? [{ key: none, look: "dashed", count: without, label: t("total") } as const] : [],
          },
        ]}
      />
    </Card>
  );
}

function Projects({ page: { part, chains, chain } }: { page: Page }): ReactNode {
  const { t } = useTranslation("chains");
  const locale = useLocale();
  const why = useWhy();
  const { rows, ...place } = part;
  const titles = new Map(chains.map(({ key, title, titleEn }) => [key, inLocale(locale, title, titleEn)]));
  const named = titles.get(chain);
  const label = named ? t("listOf", { chain: named }) : t(chain === none ? "listWithout" : "list");
  return (
    <section className="grid gap-3" aria-label={label}>
      <DataTable
        label={label}
        captionHidden={false}
        rows={rows}
        rowKey={({ code }) => code}
        empty={<EmptyState title={t("noProjects")} />}
        columns={[
          {
            key: "project",
            header: t("project"),
            rowHeader: true,
            cell: ({ code, title }) => (
              <>
                <Link to={`/organize/applications/${code}`}>{title}</Link>
                <span className="block font-mono text-sm font-normal text-ink-soft">{code}</span>
              </>
            ),
          },
          {
            key: "track",
            header: t("track"),
            className: "min-w-28",
            cell: ({ track }) => (track ? inLocale(locale, track.title, track.titleEn) : t("noTrack")),
          },
          {
            key: "why",
            header: t("why"),
            cell: ({ matches, track }) => (
              <ul className="grid min-w-72 gap-2">
                {matches
                  .filter((match) => named === undefined || match.chain === chain)
                  .map((match) => (
                    <li key={match.chain}>
                      {named ? null : <span className="font-medium">{titles.get(match.chain)} </span>}
                      <Badge tone={match.by === "words" ? "warn" : "neutral"}>{t(`by.${match.by}`)}</Badge>{" "}
                      <span className="text-sm text-ink-soft">
                        {why(match, track ?? { title: null, titleEn: null })}
                      </span>
                    </li>
                  ))}
              </ul>
            ),
          },
        ]}
      />
      {rows.length > 0 ? <Pages {...place} /> : null}
    </section>
  );
}
