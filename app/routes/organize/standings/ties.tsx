import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import {
  type ClientLoaderFunctionArgs,
  type MetaFunction,
  redirectDocument,
  useActionData,
  useLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { recordPanelVote } from "~/commands/standings/record-panel-vote.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { type DeskRound, standingsDesk } from "~/reads/standings/standings-desk.ts";
import { refused } from "~/routes/refused.ts";
import { can } from "~/rules/accounts/access.ts";
import { outdatedVotes, tiesToVoteOn } from "~/rules/standings/scoring.ts";
import { tieLadders } from "~/rules/standings/why-rank.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { labels } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { findLiveReleases } from "~db/queries/releases/releases.ts";
import { useCalled } from "./called.ts";
import { DeskNav } from "./desk-nav.tsx";
import { LadderTable } from "./ladder-table.tsx";
import { readVote } from "./read-vote.ts";
import { VoteForms } from "./vote-forms.tsx";
import { VotesOnRecord } from "./votes-on-record.tsx";

/** Forms that are forms: the page carries no script. */
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
  const form = await request.formData();
  const by = {
    db: context.db,
    actor: await context.actor(),
    idempotencyKey: String(form.get("idempotencyKey") ?? "") || null,
  };
  const result = await recordPanelVote(by, { ...readVote(form), round: params.round });
  if (result.ok) return redirect(`/organize/rounds/${params.round}/standings/ties`, 303);
  const refusal = refused(result.error, request);
  const given = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  return data({ ...refusal.data, given }, refusal.init ?? undefined);
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

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
        <LadderTable key={ladder.entries[0]?.entry} {...{ ladder, desk, criteria, called }} />
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
