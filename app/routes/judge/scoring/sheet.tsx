import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { handInSheet } from "~/commands/scoring/hand-in-sheet.ts";
import { recuse } from "~/commands/scoring/recuse.ts";
import { saveSheetDraft } from "~/commands/scoring/save-sheet-draft.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { noticeOf } from "~/reads/scoring/notices.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { lackingMarks, readMarks } from "~/rules/scoring/sheet.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { useRevalidation } from "~/ui/live/use-live.ts";
import { titled } from "~/ui/page-title.ts";
import { ReviewSheet } from "../review/review-sheet.tsx";
import {
  AbsentProject,
  ClosedSheet,
  LateSheet,
  LockedSheet,
  MaterialsBeside,
  RecusedSheet,
  WaitingRecusal,
  WaitingSheet,
} from "./ended-sheet.tsx";
import { awaitsOpening, isWaiting, type LocalSheet, localOverPage } from "./local-sheet.ts";
import { MarkList } from "./mark-list.tsx";
import { type Outbox, outboxOf, useOutbox } from "./outbox.ts";
import { PassingNotice, SheetBar, SignedOutNotice } from "./outbox-status.tsx";
import { type OwnFiguresView, ownFiguresOf } from "./own-figures.tsx";
import { nextLine, progressOf, withLocalSheets } from "./running-order.ts";
import { ScoreSheet, seenSheet, useRound } from "./score-sheet.tsx";
import { type SheetView, sheetView } from "./sheet-view.server.ts";
import { readSheetForm, type SheetAnswer, type SheetWords } from "./sheet-words.ts";
import { useSeen } from "./use-seen.ts";
import { useWorker } from "./worker.ts";

/** A tablet shows the sheet and nothing around it. */
export const handle = { bare: true };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const view = await sheetView(db, { round, entry: params.entry ?? "", userId: actor.id, locale });
  if (!view) throw notFound();
  const notice = await noticeOf(db, { roundId: round.id, userId: actor.id, entry: params.entry ?? "" }, view);
  return {
    ...view,
    notice,
    documentTitle: i18nFor(locale).t("judge:sheet.pageTitle", view.entry),
    idempotencyKey: crypto.randomUUID(),
    review: new URL(request.url).searchParams.has("review"),
  };
}

export const links = () => [{ rel: "manifest", href: "/judge.webmanifest" }];

export const meta = titled<typeof loader>((page) => page.documentTitle);

/** Keeps the draft (`save`, and `review` on the way to the confirmation), hands it in, or recuses. Words come back on refusal. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const place = { round: params.round, entry: params.entry };
  const here = new URL(request.url).pathname;
  if (intent === "recuse") {
    const reason = textOf(form, "reason");
    return answerForm(request, await recuse(by, { ...place, reason }), here, { intent, reason });
  }
  const sent = readSheetForm(form);
  const act = intent === "submit" ? handInSheet : saveSheetDraft;
  const answer = await act(by, { ...place, ...sent });
  return answerForm(request, answer, intent === "review" ? `${here}?review` : here, { intent, sent });
}

export default function SheetPage(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<SheetAnswer>() ?? null;
  const { round, application, entry } = page;
  const outbox = useOutbox(page.judge);
  const { askAnew: revalidatePage } = useRevalidation();
  useSeen(page, outbox, revalidatePage);
  useWorker(page);
  const inRound = outbox.sheets.filter((each) => each.round === round.slug && localOverPage(each, page));
  const local = inRound.find((each) => each.entry === entry.key);
  const order = withLocalSheets(page.order, inRound);
  const figures = ownFiguresOf(page, order, inRound);
  const view = { ...page, figures, progress: progressOf(order), next: nextLine(order, entry.key) };
  const own = ownState(page, local);
  const { onStage, isOpen } = useRound(page.judge, round.slug, outbox, revalidatePage);
  const scoringOpen = isOpen(entry.key) ?? page.order.find(({ key }) => key === entry.key)?.scoringOpen ?? true;
  const now = onStage === entry.key ? undefined : order.find(({ key }) => key === onStage);
  const open = own.type === "open" || own.type === "closed";
  return (
    <div className="flex min-h-dvh flex-col">
      <SheetBar view={view} recusable={open && round.state !== "closed"} answer={answer} onStage={now} />
      <main
        id="main"
        tabIndex={-1}
        className={application ? "grid grow content-start lg:grid-cols-2 lg:content-stretch" : "flex grow flex-col"}
      >
        <div className="mx-auto w-full max-w-300 px-3 pt-3 empty:hidden sm:px-4 lg:col-span-2">
          <PassingNotice outbox={outbox} />
          <SignedOutNotice outbox={outbox} here={`/judge/${round.slug}/${entry.key}`} />
          {page.notice ? <SheetNotice notice={page.notice} to={`/judge/${round.slug}/${entry.key}`} /> : null}
        </div>
        {application ? (
          <MaterialsBeside
            key={entry.key}
            application={application}
            print={`/judge/${round.slug}/${entry.key}/application`}
          />
        ) : null}
        <OwnSheet view={view} own={own} scoringOpen={scoringOpen} local={local} outbox={outbox} answer={answer} />
      </main>
    </div>
  );
}

interface OwnSheetProps {
  view: Awaited<ReturnType<typeof loader>> & { figures: OwnFiguresView };
  own: OwnState;
  scoringOpen: boolean;
  local: LocalSheet | undefined;
  outbox: Outbox;
  answer: SheetAnswer | null;
}

/** The sheet as it stands: to be written, on its way, or final. */
function OwnSheet({ view, own, scoringOpen, local, outbox, answer }: OwnSheetProps): ReactNode {
  const { sheet } = view;
  switch (own.type) {
    case "recused":
      return (
        <>
          <LocalSheetNotice view={view} local={local} />
          <RecusedSheet view={view} recusal={own} />
        </>
      );
    case "submitted":
      return (
        <>
          <LocalSheetNotice view={view} local={local} />
          <LockedSheet view={view} sheet={own} />
        </>
      );
    case "recusing":
      return <WaitingRecusal view={view} reason={own.reason} />;
    case "waiting":
      return <WaitingSheet view={view} words={own.words} at={own.at} awaits={own.awaits} />;
    case "late":
      return <LateSheet view={view} words={own.words} at={own.at} />;
    case "out":
      return (
        <>
          <LocalSheetNotice view={view} local={local} />
          <AbsentProject view={view} />
        </>
      );
    case "closed":
      return (
        <>
          <LocalSheetNotice view={view} local={local} />
          <ClosedSheet view={view} />
        </>
      );
  }
  const complete = sheet && lackingMarks(view.criteria, readMarks(view.criteria, sheet.words.marks).marks).length === 0;
  const open = { view, open: scoringOpen };
  if (view.review && complete) return <ReviewSheet {...open} sheet={sheet} />;
  return <ScoreSheet key={view.entry.key} {...open} seen={seenSheet(view)} answer={answer} outbox={outbox} />;
}

/** What the server's page said of the own sheet. */
interface Seen {
  round: { state: RoundState };
  sheet: { words: SheetWords; submittedAt: string | null; total: string } | null;
  recusal: { reason: string; declared: string } | null;
  lateAt: string | null;
  out: boolean;
}

/** How a judge stands to an entry, by the server's page and by what this device keeps. */
export type OwnState =
  | { type: "recused"; reason: string; declared: string }
  | { type: "recusing"; reason: string }
  | { type: "submitted"; words: SheetWords; total: string; submittedAt: string }
  | { type: "waiting"; words: SheetWords; at: string; awaits: boolean }
  | { type: "late"; words: SheetWords; at: string }
  | { type: "out" | "closed" | "open" };

/** What the page of an entry shows: whatever is final goes before what can still be written. */
export function ownState(seen: Seen, local: LocalSheet | undefined): OwnState {
  const { sheet, recusal } = seen;
  if (recusal) return { type: "recused", ...recusal };
  if (sheet?.submittedAt) return { type: "submitted", ...sheet, submittedAt: sheet.submittedAt };
  const { act = null, acknowledged = null } = local ?? {};
  if (act?.kind === "recuse") return { type: "recusing", reason: act.reason };
  if (local && act) return { type: "waiting", words: local.words, at: act.at, awaits: awaitsOpening(local) };
  if (acknowledged?.state === "recused")
    return { type: "recused", reason: acknowledged.reason, declared: acknowledged.at };
  if (local && acknowledged?.state === "submitted")
    return { type: "submitted", words: local.words, total: acknowledged.total, submittedAt: acknowledged.at };
  const lateAt = acknowledged?.state === "late" ? acknowledged.at : seen.lateAt;
  const words = local?.words ?? sheet?.words ?? { marks: {}, note: "" };
  // Once the round is open again a late sheet can be handed in in time
  if (lateAt && (seen.round.state === "closed" || acknowledged?.state === "late"))
    return { type: "late", words, at: lateAt };
  if (seen.out) return { type: "out" };
  return { type: seen.round.state === "judging" ? "open" : "closed" };
}

/** What this device still has of a sheet on which something else is final by now: shown, until the judge gives it up. */
export function LocalSheetNotice({ view, local }: { view: SheetView; local: LocalSheet | undefined }): ReactNode {
  const { t } = useTranslation(["tablet", "errors"]);
  if (!local || (!isWaiting(local) && local.refusal === null)) return null;
  const { refusal } = local;
  const { submittedAt } = view.sheet ?? {};
  const final = submittedAt ? "sheet-locked" : view.recusal ? "recused" : "round-not-open";
  const type = refusal?.type ?? final;
  return (
    <div className="mx-auto grid w-full max-w-220 gap-3 px-4 pt-4">
      <Callout
        kind="warn"
        live
        title={t(`errors:${type}.title`)}
        action={
          <Button type="button" onClick={() => void outboxOf(local.judge).discard(local)}>
            {t("refusal.discard")}
          </Button>
        }
      >
        <p>{t(`refusal.${remedyOf(type)}`)}</p>
        <p>{t("refusal.discardMend")}</p>
      </Callout>
      <h2 className="font-semibold">{t("refusal.mine")}</h2>
      <MarkList view={view} words={local.words} />
    </div>
  );
}

function remedyOf(type: string) {
  if (type === "sheet-locked") return "lockedMend";
  return type === "recused" ? "recusedMend" : "leftMend";
}

export type SheetNoticeView = NonNullable<Awaited<ReturnType<typeof noticeOf>>>;

/** What the scorer's table tells about the sheet, above it: why it is open again, a request to check it, that it came from paper. */
export function SheetNotice({ notice, to }: { notice: SheetNoticeView; to: string }): ReactNode {
  const { t } = useTranslation(["scoreTable", "deliberation"]);
  const { reopened, check, paper, confers } = notice;
  return (
    <div className="grid gap-3 pb-1">
      {confers ? (
        <Callout
          kind="warn"
          title={t("judge.confersTitle")}
          action={
            <LinkButton kind="primary" size="hall" to={`${to}/deliberation`} iconAfter="arrow">
              {t("deliberation:tablet.go")}
            </LinkButton>
          }
        >
          {t("judge.confersLead")}
        </Callout>
      ) : null}
      {reopened ? (
        <Callout kind="warn" title={t("judge.reopenedTitle")}>
          {t("judge.reopenedWhy", reopened)}
        </Callout>
      ) : null}
      {check ? <Check check={check} to={to} /> : null}
      {paper ? (
        <p className="flex flex-wrap items-center gap-2 text-ink-soft">
          <StateBadge of="source" state="paper" /> {t("judge.paper")}
        </p>
      ) : null}
    </div>
  );
}

function Check({ check, to }: { check: NonNullable<SheetNoticeView["check"]>; to: string }): ReactNode {
  const { t } = useTranslation("scoreTable");
  if (check.answer !== null)
    return <Callout title={t(check.answer === "stands" ? "judge.standsSent" : "judge.mendSent")} />;
  return (
    <Callout
      kind="warn"
      title={t("judge.checkTitle")}
      action={
        <Form method="post" action={`${to}/check`} className="flex flex-wrap gap-3">
          <Button name="answer" value="stands" size="hall">
            {t("judge.stands")}
          </Button>
          <Button name="answer" value="mend" size="hall">
            {t("judge.mend")}
          </Button>
        </Form>
      }
    >
      {t("judge.checkLead")}
    </Callout>
  );
}
