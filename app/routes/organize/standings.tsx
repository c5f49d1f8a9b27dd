import { createHash } from "node:crypto";
import { data, type LoaderFunctionArgs } from "@remix-run/node";
import {
  type ClientLoaderFunctionArgs,
  type MetaFunction,
  redirectDocument,
  useLoaderData,
  useLocation,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { expectedSheets } from "~/rules/score-board.ts";
import { roundFor } from "~/services/guard.ts";
import { type LiveStandings, liveStandings } from "~/services/live-standings.ts";
import { renderKeyHeader } from "~/services/render-memo.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Figure } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { RuleWords } from "~/ui/results/rule-words.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { StandingsTable } from "~/ui/results/standings-table.tsx";
import { labels } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";

/** Many cells and nothing to press: the page carries no script. */
export const handle = { plain: true };

/** The render key names the person, what the guard read, and the revision of everything computed from it. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const live = await liveStandings(context.db, round.id);
  const { t } = i18nFor(context.locale);
  const title = inLocale(context.locale, round.title, round.titleEn);
  const seen = createHash("sha256")
    .update(JSON.stringify([actor, round]))
    .digest("base64url");
  return data(
    {
      title: t("results:standings.pageTitle", { round: title }),
      slug: round.slug,
      stage: round.stage,
      live: live && new ServerOnly(live),
    },
    live ? { headers: { [renderKeyHeader]: `standings/${round.id}/${live.revision}/${actor.id}/${seen}` } } : undefined,
  );
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Standings(): ReactNode {
  const { t } = useTranslation(["results", "agreement"]);
  const { slug, stage, live } = useLoaderData<typeof loader>();
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
            {live === null ? null : (
              <LinkButton to={`/organize/rounds/${slug}/standings.xlsx`} reloadDocument size="row">
                {t("standings.workbook")}
              </LinkButton>
            )}
            <LinkButton to={pathname} reloadDocument size="row">
              {t("standings.refresh")}
            </LinkButton>
          </>
        }
      />
      {live === null ? (
        <EmptyState title={t("standings.noRule")}>{t("standings.noRuleMend")}</EmptyState>
      ) : (
        <Live {...live.value} judging={stage === "judging"} />
      )}
    </div>
  );
}

type LiveProps = Pick<LiveStandings, "standings" | "board" | "revision"> & { judging: boolean };

function Live({ standings, board, revision, judging }: LiveProps): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const locale = useLocale();
  const entries = standings.standings.length;
  const expected = expectedSheets(board, entries);
  if (entries === 0) return <EmptyState title={t("standings.noEntries")}>{t("standings.noEntriesMend")}</EmptyState>;
  return (
    <>
      {judging ? (
        <Callout kind="warn" title={t("standings.provisional")}>
          {t("standings.provisionalMend")}
        </Callout>
      ) : null}
      <div className="flex flex-wrap gap-x-12 gap-y-4">
        <Figure value={entries} label={t("standings.entries")} />
        <Figure value={standings.standings.filter((each) => each.rank !== null).length} label={t("standings.ranked")} />
        <Figure
          value={t("standings.sheetsOf", { done: board.sheets.length, expected })}
          label={t("standings.sheets")}
          note={t("standings.revision", { revision })}
        />
        <Figure value={board.recusals.length} label={t("standings.recusals")} />
      </div>
      <StandingsTable standings={standings} board={board} />
      <section className="keep-together grid max-w-prose gap-2">
        <h3 className="text-lg">{t("rule.title")}</h3>
        <RuleWords rule={standings.rule} criteria={labels(locale, board.criteria)} />
      </section>
      <p className="print-only keep-together pt-8">
        {(["scorer", "supervisor", "head-judge"] as const).map((role) => (
          <span key={role} className="me-8 whitespace-nowrap">
            {t("standings.signHere", { role: t(`ui:role.${role}`) })} ____________________
          </span>
        ))}
      </p>
    </>
  );
}
