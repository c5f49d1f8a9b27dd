import { createHash } from "node:crypto";
import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, redirectDocument, useLoaderData, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { roundFor } from "~/services/http/guard.ts";
import { renderKeyHeader } from "~/services/http/render-cache.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { LinkButton } from "~/ui/button.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { findNewerCarried } from "~db/queries/standings/carried.ts";
import { NewerCarriedCallout } from "./carried.tsx";
import { readLiveTable } from "./live-table.server.tsx";
import { DeskNav } from "./standings-table.tsx";

/** Many cells and nothing to press: the page is without React, but for a small script that brings changed lines while the judges score. */
export const handle = { plain: true };

/**
 * The table with every mark and why each entry stands where it stands; in a large round those of `?entry=KEY` alone. The
 * render key names the person, what the guard read, the prizes, and the revision of everything computed from it.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const asked = new URL(request.url).searchParams.get("entry");
  const live = await readLiveTable(db, round, { asked, locale });
  const title = inLocale(locale, round.title, round.titleEn);
  const newer = (live?.desk.standings.rule.carry ? await findNewerCarried(db, round.id) : []).map((each) => ({
    slug: each.slug,
    title: inLocale(locale, each.title, each.titleEn),
    taken: each.taken,
    newest: each.newest,
  }));
  const seen = createHash("sha256")
    .update(JSON.stringify([actor, round, live?.prizes, newer]))
    .digest("base64url");
  return data(
    {
      title: i18nFor(locale).t("results:standings.pageTitle", { round: title }),
      slug: round.slug,
      newer,
      table: live && new ServerOnly({ ...live.made, revision: live.desk.revision, asked }),
      follows: round.stage === "judging",
    },
    live
      ? {
          headers: {
            [renderKeyHeader]: `standings/${round.id}/${live.desk.revision}/${live.desk.at}/${actor.id}/${seen}`,
          },
        }
      : undefined,
  );
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Standings(): ReactNode {
  const { t } = useTranslation(["results", "agreement"]);
  const { slug, table, newer, follows } = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  return (
    <div className="wide-sheet grid gap-6">
      <SectionHead
        title={t("standings.title")}
        lead={t("standings.lead")}
        actions={
          <>
            <LinkButton to={`/organize/rounds/${slug}/agreement`} size="row">
              {t("agreement:title")}
            </LinkButton>
            {table === null ? null : (
              <>
                <LinkButton to={`/organize/rounds/${slug}/standings.xlsx`} reloadDocument size="row">
                  {t("standings.workbook")}
                </LinkButton>
                <LinkButton to={`/organize/rounds/${slug}/marks.csv`} reloadDocument size="row">
                  {t("standings.marks")}
                </LinkButton>
              </>
            )}
            <LinkButton to={pathname} reloadDocument size="row">
              {t("standings.refresh")}
            </LinkButton>
          </>
        }
      />
      {table === null ? (
        <EmptyState title={t("standings.noRule")}>{t("standings.noRuleMend")}</EmptyState>
      ) : (
        <>
          <DeskNav round={slug} now="table" />
          <NewerCarriedCallout slug={slug} newer={newer} />
          <LiveLines slug={slug} table={table.value} follows={follows} />
        </>
      )}
    </div>
  );
}

interface LinesProps {
  slug: string;
  table: { lines: string[]; held: string; revision: number; asked: string | null };
  /** While the judges score. */
  follows: boolean;
}

/** The table, which a small script (public/live-standings.js) keeps fresh: it asks for the lines that it does not hold. */
function LiveLines({ slug, table, follows }: LinesProps): ReactNode {
  const { t } = useTranslation("results");
  const { lines, held, revision, asked } = table;
  const query = asked === null ? "" : `?${new URLSearchParams({ entry: asked })}`;
  const live = {
    "data-changes": `/organize/rounds/${slug}/standings/changes${query}`,
    "data-follows": `/live/rounds/${slug}`,
    "data-revision": revision,
    "data-held": held,
  };
  return (
    <>
      {follows ? (
        <p
          role="status"
          className="no-print text-sm text-ink-soft"
          hidden
          data-live-words=""
          data-on={t("standings.live")}
          data-off={t("standings.paused")}
          data-over={t("standings.over")}
        />
      ) : null}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: what the server itself rendered, once for everybody */}
      <div className="grid gap-6" {...(follows ? live : {})} dangerouslySetInnerHTML={{ __html: lines.join("") }} />
      {follows ? <script src="/live-standings.js" defer /> : null}
    </>
  );
}
