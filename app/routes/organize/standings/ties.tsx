import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, redirectDocument, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { recordPanelVote } from "~/commands/standings/record-panel-vote.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type DeskRound, standingsDesk } from "~/reads/standings/standings-desk.ts";
import { can } from "~/rules/accounts/access.ts";
import { areSameEntries } from "~/rules/standings/panel-vote.ts";
import { outdatedVotes, tiesToVoteOn } from "~/rules/standings/scoring.ts";
import { type TieLadder, tieLadders } from "~/rules/standings/why-rank.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { Badge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { labels, titles, useTieStep } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findLiveReleases } from "~db/queries/releases/releases.ts";
import type { PanelVote } from "~db/queries/standings/panel-votes.ts";
import { useCalled } from "./called.ts";
import { DeskNav } from "./standings-table.tsx";
import { VoteForms } from "./vote-forms.tsx";

/** Forms that are forms: the page is without React. */
export const handle = { plain: true };

/** Who broke which tie and how, the votes of the panel, and the form that records one, for whoever keeps the scores. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const { open, published } = await findLiveReleases(db, round.id);
  const desk = await standingsDesk(db, round.id);
  const title = inLocale(locale, round.title, round.titleEn);
  return {
    title: i18nFor(locale).t("standing:ties.pageTitle", { round: title }),
    slug: round.slug,
    timeZone: round.timeZone,
    keeps: can(actor, "keep-scores", { editionId: round.editionId, roundId: round.id }),
    state: stateOf(round.state, open?.state === "confirmed"),
    proposed: open?.state === "proposed",
    published: published !== null,
    idempotencyKey: crypto.randomUUID(),
    desk: desk && new ServerOnly(desk),
  };
}

function stateOf(round: string, confirmed: boolean): "open" | "fixed" | "closed" {
  if (round !== "closed") return "open";
  return confirmed ? "fixed" : "closed";
}

/** Records a vote. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const answer = await recordPanelVote(by, { ...readVote(form), round: params.round });
  return answerForm(request, answer, `/organize/rounds/${params.round}/standings/ties`, {
    given: textsOf(form, form.keys()) as Record<string, string>,
  });
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

export type TiesPage = ReturnType<typeof useLoaderData<typeof loader>>;
export type VoteAnswer = ReturnType<typeof useActionData<typeof action>>;

export default function Ties(): ReactNode {
  const { t } = useTranslation(["standing", "results"]);
  const page = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <SectionHead title={t("ties.title")} lead={t("ties.lead")} />
      {page.desk === null ? (
        <EmptyState title={t("results:standings.noRule")}>{t("results:standings.noRuleMend")}</EmptyState>
      ) : (
        <>
          <DeskNav round={page.slug} now="ties" />
          <Shown page={page} desk={page.desk.value} />
        </>
      )}
    </div>
  );
}

function Shown({ page, desk }: { page: TiesPage; desk: DeskRound }): ReactNode {
  const { t } = useTranslation("standing");
  const locale = useLocale();
  const answer = useActionData<typeof action>();
  const { judged, standings, board, votes } = desk;
  const called = useCalled(board, standings.standings);
  const ladders = tieLadders(judged);
  const criteria = labels(locale, board.criteria);
  return (
    <>
      {ladders.length === 0 ? <EmptyState title={t("ties.none")}>{t("ties.noneMend")}</EmptyState> : null}
      {ladders.map((ladder) => (
        <LadderTable key={ladder.entries[0]?.entry} ladder={ladder} desk={desk} criteria={criteria} called={called} />
      ))}
      {ladders.length > 0 ? <p className="text-sm text-ink-soft">{t("ties.legend")}</p> : null}
      <section className="grid gap-4">
        <h3 className="text-lg">{t("vote.title")}</h3>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("vote.lead")}</p>
        {outdatedVotes(judged).map((held) => (
          <Callout
            key={held.join()}
            kind="warn"
            title={t("vote.outdatedTitle", { entries: held.map(called.whole).join(t("list")) })}
          >
            {t("vote.old")}
          </Callout>
        ))}
        <VoteForms page={page} desk={desk} ties={tiesToVoteOn(judged)} called={called} answer={answer} />
        <VotesOnRecord votes={votes} ties={tiesToVoteOn(judged)} called={called} timeZone={page.timeZone} />
      </section>
    </>
  );
}

/**
 * A vote as its form sends it: `entry.N` and `judge.N` are the keys, `order.J` the order that judge J wants, as numbers of entries
 * from the first place on ("1-0"), or `place.J.E` the place that judge J gives entry E. A judge of whom nothing is filled in was not
 * present. What is no whole number is no place.
 */
export function readVote(form: FormData) {
  const listed = (name: string) => {
    const keys: string[] = [];
    for (let at = 0; form.has(`${name}.${at}`); at++) keys.push(String(form.get(`${name}.${at}`)));
    return keys;
  };
  const entries = listed("entry");
  const ballots = listed("judge").flatMap((judge, j) => {
    const order = String(form.get(`order.${j}`) ?? "").split("-");
    const places = entries.flatMap((entry, e) => {
      const ordered = order.indexOf(String(e));
      if (ordered >= 0) return [[entry, ordered + 1] as const];
      const place = String(form.get(`place.${j}.${e}`) ?? "").trim();
      return place === "" ? [] : [[entry, /^\d{1,4}$/.test(place) ? Math.max(Number(place), 1) : 1] as const];
    });
    return places.length === 0 ? [] : [{ judge, places: Object.fromEntries(places) }];
  });
  const replaces = Number(form.get("replaces") || Number.NaN);
  return {
    entries,
    ballots,
    replaces: Number.isInteger(replaces) ? replaces : null,
    reason: String(form.get("reason") ?? ""),
  };
}

interface LadderTableProps {
  ladder: TieLadder;
  desk: DeskRound;
  criteria: Map<string, string>;
  called: ReturnType<typeof useCalled>;
}

type Line = TieLadder["entries"][number];

/** One circle of equal totals: what each step of the rule saw in each entry, and which of them set it apart. */
export function LadderTable({ ladder, desk, criteria, called }: LadderTableProps): ReactNode {
  const { t } = useTranslation("standing");
  const tieStep = useTieStep(criteria);
  const group = useGroup(ladder, desk);
  const { steps, entries } = ladder;
  const total = desk.standings.standings.find(({ entry }) => entry === entries[0]?.entry)?.total ?? "";
  const label = t("ties.circle", { total, entries: entries.map(({ entry }) => called.short(entry)).join(t("list")) });
  const seen = ({ seen, partedBy }: Line, at: number) => {
    const cell = seen[at];
    if (!cell) return <span className="text-sm text-ink-soft">{t("ties.notNeeded")}</span>;
    const value = cell.figure === null ? t("ties.nothing") : cell.figure.value;
    const about = cell.figure && !cell.figure.exact ? t("why.about", { value }) : value;
    return (
      <>
        {steps[at] === "vote" && cell.figure ? t("ties.votePlace", { place: value }) : about}{" "}
        {partedBy === steps[at] ? <Badge tone="ok">{t("ties.decided")}</Badge> : null}
      </>
    );
  };
  return (
    <DataTable
      label={label + group}
      captionHidden={false}
      dense
      columns={[
        {
          key: "rank",
          header: t("ties.rank"),
          narrow: true,
          cell: ({ rank, shared }: Line) => (shared ? `${rank} ${t("ties.shared")}` : rank),
        },
        { key: "entry", header: t("ties.entry"), rowHeader: true, cell: ({ entry }: Line) => called.whole(entry) },
        ...steps.map((step, at) => ({
          key: step,
          header: `${at + 1}. ${tieStep(step)}`,
          cell: (line: Line) => seen(line, at),
        })),
      ]}
      rows={entries}
      rowKey={({ entry }) => entry}
    />
  );
}

function useGroup({ group }: TieLadder, { board }: DeskRound): string {
  const { t } = useTranslation("standing");
  const groups = titles(useLocale(), board.groups);
  return group === null ? "" : t("ties.of", { group: groups.get(group) ?? group });
}

interface VotesOnRecordProps {
  votes: readonly PanelVote[];
  ties: readonly { entries: string[] }[];
  called: ReturnType<typeof useCalled>;
  timeZone: string;
}

/** Every vote of the panel, the newest first: who voted for which order, what came of it, why; replaced ones too. */
export function VotesOnRecord({ votes, ties, called, timeZone }: VotesOnRecordProps): ReactNode {
  const { t } = useTranslation("standing");
  return (
    <section className="grid gap-3" aria-label={t("vote.kept")}>
      <h4 className="font-semibold">{t("vote.kept")}</h4>
      {votes.length === 0 ? <p className="text-ink-soft">{t("vote.keptNone")}</p> : null}
      <ol className="grid gap-3">
        {votes.map((vote) => (
          <li key={vote.id} className="keep-together grid gap-2 rounded border border-line bg-surface px-5 py-4">
            <Vote vote={vote} called={called} timeZone={timeZone} outdated={vote.stands && !isOfTie(vote, ties)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function isOfTie({ places }: PanelVote, ties: VotesOnRecordProps["ties"]): boolean {
  const held = places.map(({ entry }) => entry);
  return ties.some(({ entries }) => areSameEntries(entries, held));
}

function Vote({
  vote,
  outdated,
  called,
  timeZone,
}: { vote: PanelVote; outdated: boolean } & Pick<VotesOnRecordProps, "called" | "timeZone">): ReactNode {
  const { t } = useTranslation("standing");
  const locale = useLocale();
  const { places, ballots, stands, reason, recordedBy, recordedAt } = vote;
  const result = places.map(({ entry, place }) => t("vote.resultItem", { place, entry: called.whole(entry) }));
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="font-semibold">{t("vote.result", { places: result.join(t("list")) })}</span>
        {outdated ? (
          <Badge tone="warn">{t("vote.outdated")}</Badge>
        ) : (
          <Badge tone={stands ? "ok" : "neutral"}>{stands ? t("vote.stands") : t("vote.replaced")}</Badge>
        )}
      </p>
      {outdated ? <p className="text-warn">{t("vote.old")}</p> : null}
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {ballots.map(({ judge, name, order }) => (
          <li key={judge}>
            {t("vote.order", { judge, name, order: order.map(called.short).join(t("vote.orderJoin")) })}
          </li>
        ))}
      </ul>
      <p>{t("vote.why", { reason })}</p>
      <p className="text-sm text-ink-soft">
        {t("vote.by", { name: recordedBy, at: formatDateTime(recordedAt, locale, timeZone) })}
      </p>
    </>
  );
}
