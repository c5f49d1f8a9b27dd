import { randomBytes } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { commitDraw } from "~/commands/heats/commit-draw.ts";
import { confirmRedraw } from "~/commands/heats/confirm-redraw.ts";
import { drawByHallWord } from "~/commands/heats/draw-by-hall-word.ts";
import { arrivalsOf } from "~/commands/heats/draw-subjects.ts";
import { giveUpCommitment } from "~/commands/heats/give-up-commitment.ts";
import { findCalled } from "~/commands/heats/run-sheet-round.ts";
import { takeStep } from "~/commands/stage/take-step.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textsOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { runSheetView } from "~/reads/heats/run-sheet-view.ts";
import { can } from "~/rules/accounts/access.ts";
import { canDraw, whoIsDrawn } from "~/rules/heats/attendance.ts";
import { drawDigest } from "~/rules/heats/draw.ts";
import { conductOf } from "~/rules/stage/conduct.ts";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findOpenCommitment } from "~db/queries/heats/draws.ts";
import { findAllSteps } from "~db/queries/stage/stage.ts";
import { CommitStep, RedrawForm, RedrawWaiting, WordStep } from "./ceremony-steps.tsx";
import { DrawRecord } from "./draw-record.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { actor, round, sheet, latest, keeps, confirms, lateRule, lines } = await runSheetView(args);
  const { db, locale } = args.context;
  const open = await findOpenCommitment(db, round.id);
  // Of several stages the draw is shown on the first one from here; the others' conductors show it themselves
  const conduct = conductOf(await findAllSteps(db, round.id, round.panels[0]), round);
  const begun = (await findCalled(db, round)).length > 0 || sheet.some(({ scored }) => scored);
  const { among, keys, following } = whoIsDrawn(arrivalsOf(sheet), lateRule);
  return {
    documentTitle: `${i18nFor(locale).t("runSheet:pages.ceremony")} · ${inLocale(locale, round.title, round.titleEn)}`,
    slug: round.slug,
    timeZone: round.timeZone,
    keeps,
    confirms,
    begun,
    drawable: canDraw(round.state),
    wouldDraw: { among, count: keys.length, following: following.length },
    screen: {
      shows: can(actor, "conduct", { editionId: round.editionId, roundId: round.id }),
      now: conduct.screen.name === "draw",
      after: conduct.seq,
    },
    commitment: open
      ? {
          id: open.id,
          digest: open.seedDigest,
          at: open.committedAt,
          by: open.committedBy,
          reason: open.reason,
          confirmedBy: open.confirmedBy,
          own: open.committedById === actor.id,
          /** A first draw waits for nobody. */
          waits: latest !== undefined && open.confirmedAt === null,
        }
      : null,
    record: latest
      ? {
          id: latest.id,
          method: latest.method,
          seed: latest.seed,
          digest: drawDigest(latest.entryKeys),
          drawnAt: latest.drawnAt,
          drawnByName: latest.drawnByName,
          times: Number(latest.times),
          ceremony:
            latest.secret !== null && latest.hallWord !== null
              ? { secret: latest.secret, word: latest.hallWord, keys: latest.entryKeys.toSorted() }
              : null,
        }
      : null,
    order: latest
      ? lines
          .filter(({ key, place }) => place !== null || latest.entryKeys.includes(key))
          .map(({ key, place, title, state, out }) => ({ key, place, title, state, out }))
      : [],
    idempotencyKey: crypto.randomUUID(),
  };
}

export type CeremonyPage = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta = titled<typeof loader>((page) => page.documentTitle);

/** Throws the dice of the secret here, and nowhere else; what was typed comes back when a command refuses. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { round } = params;
  const { reason, hallWord: word } = textsOf(form, ["reason", "hallWord"]);
  const commitment = numberOf(form, "commitment") ?? 0;
  const acts = {
    commit: () =>
      commitDraw(by, {
        round,
        reason,
        secret: randomBytes(32).toString("hex"),
        after: numberOf(form, "after") ?? null,
      }),
    confirm: () => confirmRedraw(by, { round, commitment }),
    "give-up": () => giveUpCommitment(by, { round, commitment, reason }),
    draw: () => drawByHallWord(by, { round, commitment, hallWord: word }),
    show: () =>
      takeStep(by, { round, after: numberOf(form, "after") ?? 0, step: { type: "show", screen: { name: "draw" } } }),
  };
  const answer = await (acts[intent as keyof typeof acts] ?? acts.draw)();
  return answerForm(request, answer, request.url, { intent, reason, word });
}

export default function Ceremony(): ReactNode {
  const { t } = useTranslation("runSheet");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent ?? ""}` : path),
  });
  const { commitment, record, keeps, drawable, begun } = page;
  const wrong = { intent: answer?.intent, reason: answer?.reason, word: answer?.word, at };
  const ready = drawable && !begun;
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("ceremony.title")}</h2>
        <p className="no-print max-w-[46rem] text-pretty text-ink-soft">{t("ceremony.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {begun ? <Callout>{t("ceremony.stands")}</Callout> : drawable ? null : <Callout>{t("ceremony.notYet")}</Callout>}
      {ready && !commitment && !record ? <CommitStep page={page} /> : null}
      {ready && commitment?.waits ? <RedrawWaiting page={page} commitment={commitment} wrong={wrong} /> : null}
      {ready && commitment && !commitment.waits ? <WordStep page={page} commitment={commitment} wrong={wrong} /> : null}
      {record ? <DrawResult page={page} record={record} /> : null}
      {ready && record && !commitment && keeps ? <RedrawForm after={record.id} wrong={wrong} /> : null}
    </div>
  );
}

/** The order that was drawn, and everything by which anyone draws it again. */
function DrawResult({
  page: { order, timeZone },
  record,
}: {
  page: CeremonyPage;
  record: NonNullable<CeremonyPage["record"]>;
}): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <section aria-labelledby="drawn" className="grid gap-3">
        <h3 id="drawn" className="text-lg">
          {t("ceremony.result")}
        </h3>
        <ol className="grid gap-1">
          {order.map(({ key, place, title, out }) => (
            <li
              key={key}
              className="flex items-baseline gap-4 rounded border border-line bg-surface px-4 py-2 wrap-anywhere"
            >
              <strong className="min-w-8 text-end text-lg text-structure tabular-nums">{place ?? "—"}</strong>
              <span className={classes("min-w-0 flex-1", out && "text-ink-soft line-through")}>{title}</span>
              <code className="shrink-0 font-mono text-sm text-ink-soft">
                <span className="sr-only">{t("ceremony.key")} </span>
                {key}
              </code>
            </li>
          ))}
        </ol>
      </section>
      <DrawRecord record={record} timeZone={timeZone} />
    </div>
  );
}
