import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { handInSheet } from "~/commands/scoring/hand-in-sheet.ts";
import { recuse } from "~/commands/scoring/recuse.ts";
import { saveSheetDraft } from "~/commands/scoring/save-sheet-draft.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { noticeOf } from "~/reads/scoring/notices.ts";
import { sheetView } from "~/reads/scoring/own-sheet-view.ts";
import { refused } from "~/routes/refused.ts";
import { lackingMarks, readMarks } from "~/rules/scoring/sheet.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { useAskAnew } from "~/ui/live/use-live.ts";
import { ReviewSheet } from "../review/review-sheet.tsx";
import { AbsentProject, ClosedSheet, LockedSheet, RecusedSheet } from "./ended-sheet.tsx";
import { KeptNotice } from "./kept-notice.tsx";
import { beside, type KeptSheet } from "./kept-sheet.ts";
import { MaterialsBeside } from "./materials.tsx";
import type { Outbox } from "./outbox.ts";
import { PassingNotice, SignedOutNotice } from "./outbox-status.tsx";
import { type OwnState, ownState } from "./own-state.ts";
import { nextLine, progressOf, withKept } from "./running-order.ts";
import { ScoreSheet } from "./score-sheet.tsx";
import { seenSheet } from "./seen-sheet.ts";
import type { SheetAnswer } from "./sheet-answer.ts";
import { SheetBar } from "./sheet-bar.tsx";
import { SheetNotice } from "./sheet-notice.tsx";
import { readSheetForm, textIn } from "./sheet-words.ts";
import { useOutbox } from "./use-outbox.ts";
import { useRound } from "./use-round.ts";
import { useSeen } from "./use-seen.ts";
import { useWorker } from "./use-worker.ts";
import { LateSheet, WaitingRecusal, WaitingSheet } from "./waiting-sheet.tsx";

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

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

/** Keeps the draft (`save`, and `review` on the way to the confirmation), hands it in, or recuses. Words come back on refusal. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const intent = textIn(form, "intent");
  const place = { round: params.round, entry: params.entry };
  const by = { db: context.db, actor: await context.actor(), idempotencyKey: textIn(form, "idempotencyKey") };
  const here = new URL(request.url).pathname;
  if (intent === "recuse") {
    const reason = textIn(form, "reason");
    const answer = await recuse(by, { ...place, reason });
    return answer.ok ? redirect(here, 303) : back(refused(answer.error, request), { intent, reason });
  }
  const sent = readSheetForm(form);
  const act = intent === "submit" ? handInSheet : saveSheetDraft;
  const answer = await act(by, { ...place, ...sent });
  if (!answer.ok) return back(refused(answer.error, request), { intent, sent });
  return redirect(intent === "review" ? `${here}?review` : here, 303);
}

export default function SheetPage(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<SheetAnswer>() ?? null;
  const { round, application, entry } = page;
  const outbox = useOutbox(page.judge);
  const { askAnew } = useAskAnew();
  useSeen(page, outbox, askAnew);
  useWorker(page);
  const inRound = outbox.sheets.filter((each) => each.round === round.slug && beside(each, page));
  const kept = inRound.find((each) => each.entry === entry.key);
  const order = withKept(page.order, inRound);
  const view = { ...page, progress: progressOf(order), next: nextLine(order, entry.key) };
  const own = ownState(page, kept);
  const onStage = useRound(page.judge, round.slug, outbox, askAnew)?.onStage;
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
        <OwnSheet {...{ view, own, kept, outbox, answer }} />
      </main>
    </div>
  );
}

interface OwnSheetProps {
  view: Awaited<ReturnType<typeof loader>>;
  own: OwnState;
  kept: KeptSheet | undefined;
  outbox: Outbox;
  answer: SheetAnswer | null;
}

/** The sheet as it stands: to be written, on its way, or final. */
function OwnSheet({ view, own, kept, outbox, answer }: OwnSheetProps): ReactNode {
  const { sheet } = view;
  switch (own.type) {
    case "recused":
      return (
        <>
          <KeptNotice view={view} kept={kept} />
          <RecusedSheet view={view} recusal={own} />
        </>
      );
    case "submitted":
      return (
        <>
          <KeptNotice view={view} kept={kept} />
          <LockedSheet view={view} sheet={own} />
        </>
      );
    case "recusing":
      return <WaitingRecusal view={view} reason={own.reason} />;
    case "waiting":
      return <WaitingSheet view={view} words={own.words} at={own.at} />;
    case "late":
      return <LateSheet view={view} words={own.words} at={own.at} />;
    case "out":
      return (
        <>
          <KeptNotice view={view} kept={kept} />
          <AbsentProject view={view} />
        </>
      );
    case "closed":
      return (
        <>
          <KeptNotice view={view} kept={kept} />
          <ClosedSheet view={view} />
        </>
      );
  }
  const complete = sheet && lackingMarks(view.criteria, readMarks(view.criteria, sheet.words.marks).marks).length === 0;
  if (view.review && complete) return <ReviewSheet view={view} sheet={sheet} />;
  return <ScoreSheet key={view.entry.key} view={view} seen={seenSheet(view)} answer={answer} outbox={outbox} />;
}

/** The refusal together with what was sent, so that a page without script shows the words again. */
function back<B extends object, S extends object>(refusal: { data: B; init: ResponseInit | null }, sent: S) {
  return data({ ...refusal.data, ...sent }, refusal.init ?? undefined);
}
