import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type ClientActionFunctionArgs, type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { recuse } from "~/commands/sheets/recuse.ts";
import { saveSheetDraft } from "~/commands/sheets/save-sheet-draft.ts";
import { submitSheet } from "~/commands/sheets/submit-sheet.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { lackingMarks, readMarks } from "~/rules/sheet.ts";
import { notFound, roundFor } from "~/services/guard.ts";
import { refused } from "../refused.ts";
import { AbsentProject, ClosedSheet, LockedSheet, RecusedSheet } from "./ended-sheet.tsx";
import { MaterialsBeside } from "./materials.tsx";
import { ReviewSheet } from "./review-sheet.tsx";
import { ScoreSheet } from "./score-sheet.tsx";
import type { SheetAnswer } from "./sheet-answer.ts";
import { SheetBar } from "./sheet-bar.tsx";
import { sheetView } from "./sheet-view.server.ts";
import { readSheetForm, textIn } from "./sheet-words.ts";

/** A tablet shows the sheet and nothing around it. */
export const handle = { bare: true };

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const view = await sheetView(db, { round, entry: params.entry ?? "", userId: actor.id, locale });
  if (!view) throw notFound();
  return {
    ...view,
    documentTitle: i18nFor(locale).t("judge:sheet.pageTitle", view.entry),
    idempotencyKey: crypto.randomUUID(),
    review: new URL(request.url).searchParams.has("review"),
  };
}

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
  const act = intent === "submit" ? submitSheet : saveSheetDraft;
  const answer = await act(by, { ...place, ...sent });
  if (!answer.ok) return back(refused(answer.error, request), { intent, sent });
  return redirect(intent === "review" ? `${here}?review` : here, 303);
}

/** In a hall without network the page and its words stay. A Response, because its status alone keeps Remix from loading again. */
export async function clientAction({ serverAction }: ClientActionFunctionArgs) {
  try {
    return await serverAction<typeof action>();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return Response.json({ error: { type: "offline" } } satisfies SheetAnswer, { status: 503 });
  }
}

export default function SheetPage(): ReactNode {
  const view = useLoaderData<typeof loader>();
  const answer = useActionData<SheetAnswer>();
  const { sheet, recusal, round, application, entry } = view;
  const open = !recusal && !sheet?.submittedAt && !view.out;
  const complete = sheet && lackingMarks(view.criteria, readMarks(view.criteria, sheet.words.marks).marks).length === 0;
  return (
    <div className="flex min-h-dvh flex-col">
      <SheetBar view={view} recusable={open && round.state !== "closed"} answer={answer ?? null} />
      <main
        id="main"
        tabIndex={-1}
        className={application ? "grid grow content-start lg:grid-cols-2 lg:content-stretch" : "flex grow flex-col"}
      >
        {application ? (
          <MaterialsBeside
            key={entry.key}
            application={application}
            print={`/judge/${round.slug}/${entry.key}/application`}
          />
        ) : null}
        {recusal ? (
          <RecusedSheet view={view} recusal={recusal} />
        ) : sheet?.submittedAt ? (
          <LockedSheet view={view} sheet={{ ...sheet, submittedAt: sheet.submittedAt }} />
        ) : view.out ? (
          <AbsentProject view={view} />
        ) : round.state !== "judging" ? (
          <ClosedSheet view={view} />
        ) : view.review && complete ? (
          <ReviewSheet view={view} sheet={sheet} />
        ) : (
          <ScoreSheet key={view.entry.key} view={view} answer={answer ?? null} />
        )}
      </main>
    </div>
  );
}

/** The refusal together with what was sent, so that a page without script shows the words again. */
function back<B extends object, S extends object>(refusal: { data: B; init: ResponseInit | null }, sent: S) {
  return data({ ...refusal.data, ...sent }, refusal.init ?? undefined);
}
