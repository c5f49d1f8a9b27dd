import { createHash } from "node:crypto";
import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, redirectDocument, useLoaderData, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { standingsDesk, standingsTable } from "~/reads/standings/standings-desk.ts";
import { roundFor } from "~/services/http/guard.ts";
import { renderKeyHeader } from "~/services/http/render-cache.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { LinkButton } from "~/ui/button.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { findPrizes } from "~db/queries/awards/awards.ts";
import { findNewerCarried } from "~db/queries/standings/carried.ts";
import { NewerCarriedCallout } from "./carried.tsx";
import { liveTable } from "./live-table.server.tsx";
import { DeskNav } from "./standings-table.tsx";

/** Many cells and nothing to press: the page carries no script. */
export const handle = { plain: true };

/**
 * The table with every mark and why each entry stands where it stands; in a large round those of `?entry=KEY` alone. The
 * render key names the person, what the guard read, the prizes, and the revision of everything computed from it.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const prizes = await findPrizes(db, round.editionId, round.kind);
  const asked = new URL(request.url).searchParams.get("entry");
  const table = await standingsTable(db, round.id);
  // Of a long round the marks are read only where an entry is to unfold
  const desk = asked !== null && table && !table.judged ? await standingsDesk(db, round.id) : table;
  const { timeZone, stage } = round;
  const live = desk && { desk: { ...desk, prizes }, asked, timeZone, judging: stage === "judging" };
  const title = inLocale(locale, round.title, round.titleEn);
  const newer = (desk?.standings.rule.carry ? await findNewerCarried(db, round.id) : []).map((each) => ({
    slug: each.slug,
    title: inLocale(locale, each.title, each.titleEn),
    taken: each.taken,
    newest: each.newest,
  }));
  const seen = createHash("sha256")
    .update(JSON.stringify([actor, round, prizes, newer]))
    .digest("base64url");
  return data(
    {
      title: i18nFor(locale).t("results:standings.pageTitle", { round: title }),
      slug: round.slug,
      newer,
      table: live && new ServerOnly(liveTable(round.id, locale, live)),
    },
    desk
      ? { headers: { [renderKeyHeader]: `standings/${round.id}/${desk.revision}/${desk.at}/${actor.id}/${seen}` } }
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
  const { slug, table, newer } = useLoaderData<typeof loader>();
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
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: what the server itself rendered, once for everybody */}
          <div className="grid gap-6" dangerouslySetInnerHTML={{ __html: table.value }} />
        </>
      )}
    </div>
  );
}
