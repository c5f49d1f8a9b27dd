import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { noticesOf } from "~/reads/scoring/notices.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import { EmptyState } from "~/ui/empty-state.tsx";
import { Icon, type IconName } from "~/ui/icon.tsx";
import { useRevalidation } from "~/ui/live/use-live.ts";
import { NextStep, PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import type { Tone } from "~/ui/states.ts";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findOwnPlace } from "~db/queries/scoring/practices.ts";
import { findRunningOrder } from "~db/queries/scoring/sheets.ts";
import { localOverPage } from "./local-sheet.ts";
import { useOutbox } from "./outbox.ts";
import { OutboxStatus, PassingNotice, SignedOutNotice } from "./outbox-status.tsx";
import { PracticeInvitation } from "./practice.parts.tsx";
import {
  isDone,
  type LocalState,
  linesOf,
  nextLine,
  progressOf,
  type RunningOrderLine,
  withLocalSheets,
} from "./running-order.ts";
import { useRound } from "./score-sheet.tsx";
import { seatOf, useSeatWords } from "./seat.tsx";
import { useSeen } from "./use-seen.ts";
import { useWorker } from "./worker.ts";

export const noticeWords = {
  confers: { word: "judge.badgeConfers", icon: "people", tone: "act" },
  check: { word: "judge.badgeCheck", icon: "eye", tone: "warn" },
  reopened: { word: "judge.badgeReopened", icon: "pen", tone: "warn" },
  paper: { word: "cell.paper", icon: "file", tone: "neutral" },
} as const;

/** What the scorer's table has to tell about a sheet, in a word. */
export function NoticeBadge({ notice }: { notice: keyof typeof noticeWords }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { word, icon, tone } = noticeWords[notice];
  return (
    <Badge tone={tone} icon={icon}>
      {t(word)}
    </Badge>
  );
}

/** How far the judge has come with an entry; what is not with the server yet stands out. */
export function LineBadge({ state }: Pick<RunningOrderLine, "state">): ReactNode {
  const { t } = useTranslation("tablet");
  if (!isKept(state)) return <StateBadge of="sheet" state={state} />;
  const [tone, icon] = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Badge>
  );
}

const looks: Record<LocalState, [Tone, IconName]> = {
  waiting: ["warn", "clock"],
  awaiting: ["warn", "clock"],
  recusing: ["warn", "clock"],
  unsent: ["warn", "pen"],
  refused: ["danger", "stop"],
  late: ["danger", "clock"],
};

function isKept(state: RunningOrderLine["state"]): state is LocalState {
  return state in looks;
}

/** The running order with the judge's own states; without a seat on the panel there is no such page. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const at = now().toISOString();
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const seat = { roundId: round.id, userId: actor.id };
  const order = await findRunningOrder(context.db, seat);
  const place = await findOwnPlace(context.db, seat);
  if (!place) throw notFound();
  const reviewed = round.kind === "preliminary" && (await findReviewSettings(context.db, round.id)) !== undefined;
  return {
    round: { slug: round.slug, title: inLocale(context.locale, round.title, round.titleEn), state: round.state },
    order: linesOf(context.locale, order).lines,
    reviewed,
    seat: seatOf(round, place),
    practice: practiceOf(context.locale, place),
    notices: await noticesOf(context.db, seat),
    judge: actor.id,
    at,
  };
}

/** The round's practice as its page shows it: what it is called, whether it is over, and whether the own sheet is handed in. */
function practiceOf(locale: Locale, place: NonNullable<Awaited<ReturnType<typeof findOwnPlace>>>) {
  const { practice, practiceEn, closedAt, practised, whole } = place;
  if (practice === null || (closedAt === null && practised === null && !whole)) return null;
  return { title: inLocale(locale, practice, practiceEn), over: closedAt !== null, handedIn: practised !== null };
}

export const links = () => [{ rel: "manifest", href: "/judge.webmanifest" }];

export const meta = titled<typeof loader>((page) => page.round.title);

export default function JudgeRound(): ReactNode {
  const { t } = useTranslation(["judge", "review", "ui"]);
  const page = useLoaderData<typeof loader>();
  const { round, reviewed, judge } = page;
  const outbox = useOutbox(judge);
  const { askAnew } = useRevalidation();
  useSeen(page, outbox, askAnew);
  useWorker(page);
  const order = withLocalSheets(
    page.order,
    outbox.sheets.filter((local) => local.round === round.slug && localOverPage(local, page)),
  );
  const { onStage } = useRound(judge, round.slug, outbox, askAnew);
  const presenting = order.find(({ key }) => key === onStage);
  const open = presenting && !isDone(presenting) ? presenting : nextLine(order);
  const next = round.state === "judging" ? open : null;
  return (
    <div className="grid grid-cols-1 gap-6">
      {/* Beside the breadcrumbs, whose line it takes no height from */}
      <div className="no-print sticky top-[calc(var(--page-top,0rem)+0.5rem)] z-3 -mb-14 flex h-8 justify-end">
        <OutboxStatus judge={judge} round={round.slug} outbox={outbox} className="shadow" />
      </div>
      <PassingNotice outbox={outbox} />
      <SignedOutNotice outbox={outbox} here={`/judge/${round.slug}`} />
      <PageHeader
        title={round.title}
        lead={[useSeatWords()(page.seat), t("rounds.progress", progressOf(order))].filter(Boolean).join(" · ")}
        breadcrumbs={[{ to: "/judge", label: t("rounds.title") }]}
        state={<StateBadge of="round" state={round.state} />}
        next={
          next ? (
            <NextStep
              title={t("round.next", next)}
              action={
                <LinkButton kind="primary" size="hall" iconAfter="arrow" to={`/judge/${round.slug}/${next.key}`}>
                  {t(
                    next.state === "draft" || next.state === "unsent" || next.state === "refused"
                      ? "round.continue"
                      : "round.start",
                  )}
                </LinkButton>
              }
            />
          ) : (
            <NothingToScore state={round.state} entries={order.length} reviewed={reviewed} />
          )
        }
      />
      {page.practice ? (
        <PracticeInvitation practice={page.practice} state={round.state} to={`/judge/${round.slug}/practice`} />
      ) : null}
      {reviewed ? (
        <p className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <span className="text-ink-soft">{t("review:judge.conflictsHint")}</span>
          <LinkButton to={`/judge/${round.slug}/conflicts`} size="row" icon="slash">
            {t("review:conflicts.title")}
          </LinkButton>
        </p>
      ) : null}
      <h2 className="sr-only">{t("round.list")}</h2>
      <ol className="grid grid-cols-1 gap-2 lg:grid-cols-2">
        {order.map((line) => (
          <li key={line.key}>
            <OrderLine
              line={line}
              to={`/judge/${round.slug}/${line.key}`}
              next={line.key === next?.key}
              notice={page.notices[line.key]}
              onStage={line.key === onStage}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Why there is nothing to score now. */
function NothingToScore({
  state,
  entries,
  reviewed,
}: {
  state: RoundState;
  entries: number;
  reviewed: boolean;
}): ReactNode {
  const { t } = useTranslation(["judge", "review"]);
  if (entries === 0 && reviewed)
    return <EmptyState title={t("review:judge.none")}>{t("review:judge.noneMend")}</EmptyState>;
  if (entries === 0) return <EmptyState title={t("round.noEntries")}>{t("round.noEntriesMend")}</EmptyState>;
  if (state === "closed") return <Callout title={t("round.closed")}>{t("round.closedMend")}</Callout>;
  if (state !== "judging") return <Callout title={t("round.notOpen")}>{t("round.notOpenMend")}</Callout>;
  return (
    <Callout kind="ok" title={t("round.allDone")}>
      {t("round.allDoneMend")}
    </Callout>
  );
}

interface OrderLineProps {
  line: RunningOrderLine;
  to: string;
  next: boolean;
  notice: keyof typeof noticeWords | undefined;
  onStage: boolean;
}

function OrderLine({ line, to, next, notice, onStage }: OrderLineProps): ReactNode {
  const { t } = useTranslation(["judge", "tablet"]);
  return (
    <Link
      to={to}
      className={classes(
        "flex min-h-16 items-center gap-4 rounded border bg-surface px-4 py-2 text-ink no-underline hover:bg-structure-soft",
        next ? "border-act border-s-4" : "border-line",
      )}
    >
      <span className="min-w-9 text-center text-2xl font-semibold text-structure">{line.number}</span>
      <span className="grid min-w-0 flex-1">
        <span className={classes("line-clamp-2 font-medium", line.state === "out" && "text-ink-soft line-through")}>
          {line.title}
        </span>
        {line.group ? <span className="text-sm text-ink-soft">{line.group}</span> : null}
      </span>
      {onStage ? (
        <Badge tone="act" icon="live">
          {t("tablet:stage.now")}
        </Badge>
      ) : null}
      <span className="grid shrink-0 justify-items-end gap-0.5">
        <LineBadge state={line.state} />
        {notice ? <NoticeBadge notice={notice} /> : null}
        {line.total === null ? null : <span className="text-sm">{t("round.ownTotal", { total: line.total })}</span>}
      </span>
      <Icon name="right" className="text-ink-soft" />
    </Link>
  );
}
