import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { swapPlaces } from "~/commands/heats/swap-places.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { runSheetView } from "~/reads/heats/run-sheet-view.ts";
import { refused } from "~/routes/refused.ts";
import { takesPeopleIn } from "~/rules/heats/attendance.ts";
import { conductOf } from "~/rules/stage/conduct.ts";
import { Button, LinkButton } from "~/ui/button.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { findOrderChanges } from "~db/queries/heats/attendances.ts";
import { findAllSteps } from "~db/queries/stage/stage.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { OrderChanges } from "./order-changes.tsx";
import { OrderTable } from "./order-table.tsx";
import { SwapForm } from "./swap-form.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { round, latest, keeps, lateRule, lines } = await runSheetView(args);
  const { db, locale } = args.context;
  const { called } = conductOf(await findAllSteps(db, round.id), round);
  const title = inLocale(locale, round.title, round.titleEn);
  return {
    documentTitle: `${i18nFor(locale).t("runSheet:order.title")} · ${title}`,
    slug: round.slug,
    timeZone: round.timeZone,
    startsAt: round.startsAt,
    venue: inLocale(locale, round.venue, round.venueEn),
    drawnAt: latest?.drawnAt ?? null,
    ...{ lateRule, title },
    lines,
    /** Who may still change places. */
    movable:
      keeps && takesPeopleIn(round.state)
        ? lines.filter(({ key, place, scored }) => place !== null && !scored && !called.includes(key))
        : [],
    changes: await findOrderChanges(db, round.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type OrderPage = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

/** Swaps two places. A choice is "PLACE KEY", the place as it was seen. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const [first, second, reason] = [textOf(form, "first"), textOf(form, "second"), textOf(form, "reason")];
  const answer = await swapPlaces(await senderOf(context, form), {
    ...{ round: params.round, first: chosen(first), second: chosen(second), reason },
  });
  if (answer.ok) return redirect(request.url, 303);
  const refusal = refused(answer.error as Refusal, request);
  return data({ ...refusal.data, sent: { first, second, reason } }, refusal.init ?? undefined);
}

function chosen(value: string) {
  const [, place, entry] = /^(\d{1,6}) (.+)$/s.exec(value) ?? [];
  return entry === undefined ? undefined : { entry, place: Number(place) };
}

export default function Order(): ReactNode {
  const { t } = useTranslation("runSheet");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? "reason-swap" : path),
    labelOf: (path) => (path === "first" || path === "second" ? t(`order.${path}`) : undefined),
  });
  const hydrated = useHydrated();
  const { lines, movable, changes, startsAt, venue, timeZone, slug } = page;
  const placed = lines.filter(({ place }) => place !== null);
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1">
          <h2 className="text-xl">{t("order.title")}</h2>
          <p className="text-ink-soft">
            {startsAt ? <DateTime at={startsAt} timeZone={timeZone} /> : null} {venue}
          </p>
          {page.drawnAt ? (
            <p className="text-sm text-ink-soft">
              {t("order.drawnAt")} <DateTime at={page.drawnAt} timeZone={timeZone} />
            </p>
          ) : null}
        </div>
        {placed.length > 0 && hydrated ? (
          <Button type="button" icon="print" className="no-print" onClick={() => window.print()}>
            {t("order.print")}
          </Button>
        ) : null}
      </div>
      <ErrorSummary errors={errors} />
      {placed.length === 0 ? (
        <EmptyState
          title={t("order.none")}
          action={
            <LinkButton to={`/organize/rounds/${slug}/run-sheet/ceremony`}>{t("ceremony.toCeremony")}</LinkButton>
          }
        >
          {t("order.noneMend")}
        </EmptyState>
      ) : (
        <OrderTable page={page} />
      )}
      {movable.length > 1 ? <SwapForm page={page} sent={answer?.sent} at={at} /> : null}
      {changes.length > 0 ? <OrderChanges changes={changes} lines={lines} timeZone={timeZone} /> : null}
    </div>
  );
}
