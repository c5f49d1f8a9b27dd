import { createHash } from "node:crypto";
import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, Link, redirectDocument, useLoaderData, useLocation } from "@remix-run/react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type DeskRound, standingsDesk } from "~/reads/standings/standings-desk.ts";
import { type Prize, prizesByEntry } from "~/rules/awards/awards.ts";
import { expectedSheets } from "~/rules/standings/standing.ts";
import { whyRanks } from "~/rules/standings/why-rank.ts";
import { roundFor } from "~/services/http/guard.ts";
import { renderKeyHeader } from "~/services/http/render-cache.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Figure } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { titled } from "~/ui/page-title.ts";
import { HowTotal, tellsHow } from "~/ui/results/how-total.tsx";
import { MarksTable } from "~/ui/results/marks-table.tsx";
import { labels, RuleWords } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findPrizes } from "~db/queries/awards/awards.ts";
import { findNewerCarried } from "~db/queries/standings/carried.ts";
import { useCalled } from "./called.ts";
import { NewerCarriedCallout } from "./carried.tsx";
import { FlatJudges } from "./normalised-card.tsx";
import { DeskNav, StandingsTable, unfoldId, useWhyRank } from "./standings-table.tsx";

/** In a round of more entries each unfolds on its own: the page would be too long to fetch. */
const mostUnfolded = 60;

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
  const desk = await standingsDesk(db, round.id);
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
      stage: round.stage,
      timeZone: round.timeZone,
      newer,
      asked: new URL(request.url).searchParams.get("entry"),
      desk: desk && new ServerOnly({ ...desk, prizes }),
    },
    desk ? { headers: { [renderKeyHeader]: `standings/${round.id}/${desk.revision}/${actor.id}/${seen}` } } : undefined,
  );
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Standings(): ReactNode {
  const { t } = useTranslation(["results", "agreement"]);
  const { slug, stage, desk, asked, newer, timeZone } = useLoaderData<typeof loader>();
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
            {desk === null ? null : (
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
      {desk === null ? (
        <EmptyState title={t("standings.noRule")}>{t("standings.noRuleMend")}</EmptyState>
      ) : (
        <>
          <DeskNav round={slug} now="table" />
          <NewerCarriedCallout slug={slug} newer={newer} />
          <Live desk={desk.value} asked={asked} timeZone={timeZone} judging={stage === "judging"} />
        </>
      )}
    </div>
  );
}

interface LiveProps {
  desk: DeskRound & { prizes: Prize[] };
  judging: boolean;
  asked: string | null;
  timeZone: string;
}

function Live({ desk, judging, asked, timeZone }: LiveProps): ReactNode {
  const { t } = useTranslation(["results", "ui", "standing"]);
  const locale = useLocale();
  const { standings, board, revision, judged, votes } = desk;
  const criteria = labels(locale, board.criteria);
  const called = useCalled(board, standings.standings);
  const why = useWhyRank({ rule: standings.rule, criteria, called: called.short, votes, timeZone });
  const entries = standings.standings.length;
  const expected = expectedSheets(board, entries);
  if (entries === 0) return <EmptyState title={t("standings.noEntries")}>{t("standings.noEntriesMend")}</EmptyState>;
  const whole = (entry: string) => entries <= mostUnfolded || entry === asked;
  const hasHow = tellsHow(standings);
  const unfolds = standings.standings.some(({ entry }) => whole(entry));
  const whys = new Map((unfolds ? whyRanks(judged) : []).map((each) => [each.entry, each]));
  const sheets = Map.groupBy(judged.sheets, ({ entry }) => entry);
  const prizes =
    standings.rule.groups === "together" ? prizesByEntry(standings.standings, desk.prizes) : new Map<string, Prize[]>();
  const prizeOf = (entry: string) =>
    prizes
      .get(entry)
      ?.map(({ title, titleEn }) => inLocale(locale, title, titleEn))
      .join(t("standing:prizeJoin")) ?? null;
  return (
    <>
      {judging ? (
        <Callout kind="warn" title={t("standings.provisional")}>
          {t("standings.provisionalMend")}
        </Callout>
      ) : null}
      <FlatJudges desk={desk} />
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
      <StandingsTable
        standings={standings}
        board={board}
        prizeOf={prizes.size > 0 ? prizeOf : null}
        unfold={(standing, cells) => (
          <Unfold
            entry={standing.entry}
            name={called.whole(standing.entry)}
            whole={whole(standing.entry)}
            open={standing.entry === asked}
          >
            {() => ({
              why: why(standing, whys.get(standing.entry) ?? null),
              how: hasHow ? { rule: standings.rule, figures: standings, criteria } : undefined,
              marks: {
                standing,
                criteria,
                cells,
                board,
                sheets: sheets.get(standing.entry) ?? [],
                byCriterion: standings.rule.level === "criterion",
              },
            })}
          </Unfold>
        )}
      />
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

interface Props {
  entry: string;
  name: string;
  /** It is in the page; otherwise a link leads to the page that has it. */
  whole: boolean;
  open: boolean;
  children: () => {
    why: string;
    how?: Omit<ComponentProps<typeof HowTotal>, "standing">;
    marks: Omit<ComponentProps<typeof MarksTable>, "name">;
  };
}

/** What unfolds below an entry of the standings: why it stands there, in a sentence, and every mark of it. */
export function Unfold({ entry, name, whole, open, children }: Props): ReactNode {
  const { t } = useTranslation("standing");
  const words = (
    <>
      {t("unfold")}
      <span className="sr-only"> {name}</span>
    </>
  );
  if (!whole) return <Link to={`?entry=${encodeURIComponent(entry)}#${unfoldId(entry)}`}>{words}</Link>;
  const { why, how, marks } = children();
  return (
    <details open={open}>
      <summary>{words}</summary>
      <p>{why}</p>
      {how ? <HowTotal {...how} standing={marks.standing} /> : null}
      <div className="scroll-x">
        <MarksTable {...marks} name={name} />
      </div>
    </details>
  );
}
