import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { portraitView, topFigures } from "~/reads/portrait/portrait-view.ts";
import { type IpFact, portraitOfAll, yearOf } from "~/rules/portrait/ip-portrait.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { IpFacts, IpPictures } from "~/ui/portrait/ip-pictures.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { findPortrayedProjects } from "~db/queries/portrait.ts";
import { Pages, partOf, TopFigures, WhichField, whichOf } from "./pages.tsx";

/** The intellectual property of many projects together: the qualified ones or the finalists, of every track or one. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale } = args.context;
  const search = new URL(args.request.url).searchParams;
  const which = whichOf(search);
  const { tracks } = await findTracksAndGroups(db, edition.id);
  const track = tracks.find(({ key }) => key === search.get("track"))?.key ?? "";
  const found = await findPortrayedProjects(db, edition.id, which);
  const projects = found
    .filter((project) => track === "" || project.track === track)
    .map((project) => ({ ...project, rights: portraitView(project, []).rights }));
  const portrait = portraitOfAll(projects, yearOf(now()));
  const shared = sharedNumbers(portrait.facts);
  const rows = projects
    .map((project) => {
      const { code, answers } = project;
      const title = inLocale(locale, answers.projectTitle ?? null, answers.projectTitleEn ?? null) || code;
      return { code, title, ...topFigures(portraitView(project, shared.get(code) ?? [])) };
    })
    .sort((a, b) => b.total - a.total || (a.code < b.code ? -1 : 1));
  return {
    documentTitle: i18nFor(locale).t("portrait:edition.pageTitle", {
      edition: inLocale(locale, edition.title, edition.titleEn),
    }),
    edition: inLocale(locale, edition.title, edition.titleEn),
    which,
    track,
    tracks,
    figures: {
      projects: projects.length,
      ...topFigures({ portrait }),
      doubts: rows.reduce((sum, { doubts }) => sum + doubts, 0),
    },
    portrait,
    part: partOf(rows, search),
  };
}

/** By project, the other projects that declare a number of it, with it. */
function sharedNumbers(facts: readonly IpFact[]): Map<string, { code: string; patents: string[] }[]> {
  const found = new Map<string, { code: string; patents: string[] }[]>();
  for (const fact of facts) {
    if (fact.type !== "number-shared") continue;
    for (const code of fact.codes) {
      const others = fact.codes.filter((other) => other !== code);
      const known = found.get(code) ?? [];
      found.set(code, known);
      known.push(...others.map((other) => ({ code: other, patents: [fact.number] })));
    }
  }
  return found;
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionPortrait(): ReactNode {
  const { t } = useTranslation(["portrait", "rounds"]);
  const locale = useLocale();
  const { edition, which, track, tracks, figures, portrait, part } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={edition}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
      />
      <p className="max-w-prose text-ink-soft">{t("edition.lead")}</p>
      <Form key={`${which} ${track}`} method="get" className="no-print flex flex-wrap items-end gap-x-4 gap-y-3">
        <WhichField which={which} />
        <SelectField
          name="track"
          label={t("edition.track")}
          placeholder={t("edition.allTracks")}
          options={tracks.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) }))}
          defaultValue={track}
        />
        <Button>{t("edition.apply")}</Button>
      </Form>
      {figures.projects === 0 ? (
        <EmptyState title={t("edition.noProjects")}>{t("edition.noProjectsMend")}</EmptyState>
      ) : portrait.total === 0 ? (
        <EmptyState title={t("edition.noRights")} />
      ) : (
        <>
          <TopFigures {...figures} />
          <Card>
            <IpFacts facts={portrait.facts} />
          </Card>
          <Card>
            <IpPictures figures={portrait} wide />
          </Card>
        </>
      )}
      {figures.projects > 0 ? <Projects part={part} /> : null}
    </div>
  );
}

function Projects({ part }: { part: ReturnType<typeof useLoaderData<typeof loader>>["part"] }): ReactNode {
  const { t } = useTranslation("portrait");
  const { rows, ...place } = part;
  return (
    <section className="grid gap-3" aria-label={t("edition.projects")}>
      <DataTable
        label={t("edition.projects")}
        captionHidden={false}
        rows={rows}
        rowKey={({ code }) => code}
        columns={[
          {
            key: "project",
            header: t("edition.project"),
            rowHeader: true,
            cell: ({ code, title }) => (
              <>
                <Link to={`/organize/applications/${code}/portrait`}>{title}</Link>
                <span className="block font-mono text-sm font-normal text-ink-soft">{code}</span>
              </>
            ),
          },
          ...(["total", "granted", "inventions", "doubts"] as const).map((figure) => ({
            key: figure,
            header: t(`figure.${figure}`),
            numeric: true,
            cell: (row: (typeof rows)[number]) => row[figure],
          })),
        ]}
      />
      <Pages {...place} />
    </section>
  );
}
