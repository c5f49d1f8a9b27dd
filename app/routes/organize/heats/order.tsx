import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { findCalled } from "~/commands/heats/run-sheet-round.ts";
import { swapPlaces } from "~/commands/heats/swap-places.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { runSheetView, type SheetLine } from "~/reads/heats/run-sheet-view.ts";
import { isSignInOpen } from "~/rules/heats/attendance.ts";
import { Button, LinkButton, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { titled } from "~/ui/page-title.ts";
import { PanelTabs } from "~/ui/panel-tabs.tsx";
import { findOrderChanges } from "~db/queries/heats/attendances.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { AttendanceBadge } from "./attendance-badge.tsx";

export async function loader(args: LoaderFunctionArgs) {
  const { round, latest, keeps, lateRule, lines } = await runSheetView(args);
  const { db, locale } = args.context;
  const called = await findCalled(db, round);
  const title = inLocale(locale, round.title, round.titleEn);
  const asked = new URL(args.request.url).searchParams.get("panel");
  const panel = round.panels.find((each) => each === asked) ?? null;
  return {
    documentTitle: `${i18nFor(locale).t("runSheet:order.title")} · ${title}`,
    slug: round.slug,
    edition: round.editionSlug,
    timeZone: round.timeZone,
    startsAt: round.startsAt,
    venue: inLocale(locale, round.venue, round.venueEn),
    drawnAt: latest?.drawnAt ?? null,
    lateRule,
    title,
    lines,
    panels: round.panels,
    /** The one panel whose order is shown; null for all. */
    panel,
    /** Who may still change places. */
    movable:
      keeps && isSignInOpen(round.state)
        ? lines.filter(({ key, place, scored }) => place !== null && !scored && !called.includes(key))
        : [],
    changes: await findOrderChanges(db, round.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type OrderPage = ReturnType<typeof useLoaderData<typeof loader>>;

export const meta = titled<typeof loader>((page) => page.documentTitle);

/** Swaps two places. A choice is "PLACE KEY", the place as it was seen. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const sent = textsOf(form, ["first", "second", "reason"]);
  const pair = { first: chosen(sent.first), second: chosen(sent.second) };
  const answer = await swapPlaces(by, { round: params.round, ...pair, reason: sent.reason });
  return answerForm(request, answer, request.url, { sent });
}

function chosen(value: string) {
  const [, place, entry] = /^(\d{1,6}) (.+)$/s.exec(value) ?? [];
  return entry === undefined ? undefined : { entry, place: Number(place) };
}

export default function Order(): ReactNode {
  const { t } = useTranslation(["runSheet", "panels"]);
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
          <h2 className="text-xl">
            {page.panel === null ? t("order.title") : `${t("order.title")} · ${t("panels:of", { panel: page.panel })}`}
          </h2>
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
      <PanelTabs panels={page.panels} current={page.panel} all />
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
        <>
          <OrderTable page={page} />
          <ListExport edition={page.edition} list="runsheet" of={slug} />
        </>
      )}
      {movable.length > 1 ? <SwapForm page={page} sent={answer?.sent} at={at} /> : null}
      {changes.length > 0 ? <OrderChanges changes={changes} lines={lines} timeZone={timeZone} /> : null}
    </div>
  );
}

/** Every change of the order after the draw: which two, why, by whom and when. */
function OrderChanges({ changes, lines, timeZone }: Pick<OrderPage, "changes" | "lines" | "timeZone">): ReactNode {
  const { t } = useTranslation("runSheet");
  const titles = new Map(lines.map(({ key, title }) => [key, title]));
  return (
    <section aria-labelledby="changes" className="keep-together grid max-w-[46rem] gap-3">
      <h3 id="changes" className="text-lg">
        {t("order.changes")}
      </h3>
      <ol className="grid gap-2">
        {changes.map(({ id, before, after, reason, changedAt, changedBy }) => {
          const moved = before.filter((key, at) => after[at] !== key);
          return (
            <li key={id} className="grid gap-0.5 rounded border border-line bg-surface px-4 py-2 wrap-anywhere">
              <strong>{moved.map((key) => titles.get(key) ?? key).join(" ⇄ ")}</strong>
              <span>{reason}</span>
              <span className="text-sm text-ink-soft">
                {t("order.changed", { name: changedBy })} <DateTime at={changedAt} timeZone={timeZone} />
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** The running order, on paper with room to sign beside each project and for those who keep and watch it. */
function OrderTable({ page: { lines, panels, panel, lateRule } }: { page: OrderPage }): ReactNode {
  const { t } = useTranslation(["runSheet", "panels"]);
  const own: Column<SheetLine> = {
    key: "panel",
    header: t("panels:panel"),
    narrow: true,
    cell: (line) => line.panel ?? "—",
  };
  const shown = panel === null ? lines : lines.filter((line) => line.panel === panel);
  const columns: Column<SheetLine>[] = [
    {
      key: "place",
      header: t("order.place"),
      numeric: true,
      narrow: true,
      cell: ({ place }) => <strong className="text-lg text-structure">{place ?? "—"}</strong>,
    },
    {
      key: "project",
      header: t("order.project"),
      rowHeader: true,
      cell: ({ title, place, out }) => (
        <span className={classes("wrap-anywhere", out && "line-through")}>
          {title}
          {place === null && !out ? (
            <span className="block text-sm font-normal text-ink-soft">{t("order.unplaced")}</span>
          ) : null}
        </span>
      ),
    },
    ...(panels.length > 0 ? [own] : []),
    { key: "group", header: t("order.group"), narrow: true, cell: ({ group }) => group || "—" },
    { key: "leader", header: t("order.leader"), narrow: true, cell: ({ leader }) => leader || "—" },
    {
      key: "state",
      header: t("order.state"),
      narrow: true,
      cell: ({ state }) => <AttendanceBadge state={state} lateRule={lateRule} />,
    },
    {
      key: "sign",
      header: t("order.sign"),
      className: "print-cell min-w-32",
      cell: () => <span className="block h-8" />,
    },
  ];
  return (
    <div className="grid gap-6">
      <DataTable label={t("order.title")} columns={columns} rows={shown} rowKey={({ key }) => key} dense />
      <p className="print-only pt-6">
        {t("order.scorer")} ____________________ {t("order.supervisor")} ____________________
      </p>
    </div>
  );
}

interface Props {
  page: OrderPage;
  /** What was sent and refused. */
  sent?: { first: string; second: string; reason: string };
  at: (path: string) => string | undefined;
}

/** Two projects change places, for a reason. */
function SwapForm({ page: { movable, idempotencyKey }, sent, at }: Props): ReactNode {
  const { t } = useTranslation(["runSheet", "ui"]);
  const options = movable.map(({ key, place, title }) => ({ value: `${place} ${key}`, label: `${place} ${title}` }));
  const wrong = (path: "first" | "second") => {
    if (at(path) === undefined) return undefined;
    return sent?.first === sent?.second && sent?.first !== "" ? t("order.same") : t("order.choose");
  };
  return (
    <Card title={t("order.swap")} level={3} className="no-print max-w-[46rem]">
      <ActionForm idempotencyKey={idempotencyKey} noValidate key={idempotencyKey} className="grid gap-4">
        <p className="text-ink-soft">{t("order.swapLead")}</p>
        {(["first", "second"] as const).map((name) => (
          <SelectField
            key={name}
            name={name}
            label={t(`order.${name}`)}
            options={options}
            placeholder={t("order.choose")}
            defaultValue={sent?.[name]}
            error={wrong(name)}
            className="max-w-full"
            required
          />
        ))}
        <TextAreaField
          name="reason"
          id="reason-swap"
          label={t("ui:field.reason")}
          hint={t("ui:field.reasonHint")}
          defaultValue={sent?.reason}
          error={at("reason")}
          rows={2}
          required
        />
        <div>
          <SubmitButton>{t("order.do")}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
