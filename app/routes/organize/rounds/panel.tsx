import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inviteStaff } from "~/commands/accounts/invite-staff.ts";
import { liftStaffRecusal, recuseStaff } from "~/commands/accounts/recuse-staff.ts";
import type { By } from "~/commands/command.ts";
import { copyPanel } from "~/commands/rounds/copy-panel.ts";
import { invitePanel } from "~/commands/rounds/invite-panel.ts";
import { restoreJudge } from "~/commands/rounds/restore-judge.ts";
import { seatJudge } from "~/commands/rounds/seat-judge.ts";
import { setHeadJudge } from "~/commands/rounds/set-head-judge.ts";
import { unseatJudge } from "~/commands/rounds/unseat-judge.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf, textsOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findStaff } from "~db/queries/accounts/staff.ts";
import { findRoundsToCopy, findSeatsToInvite } from "~db/queries/rounds/copied-rounds.ts";
import { findJudgeRule } from "~db/queries/rounds/panel-places.ts";
import { findPanel, type PanelMember } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { withdrawByForm } from "../accounts/staff-acts.server.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { CopyPanel, InviteAll } from "./copy-panel-forms.tsx";
import { SeatActions, type SeatChoices, SeatForm } from "./invite-forms.tsx";
import { StaffCard } from "./staff-card.tsx";

const panelOutcomes = ["seated", "invited", "changed", "copied"] as const;
export type PanelOutcome = (typeof panelOutcomes)[number];

/** Does what the form's intent says, by its command; the intents of a seat carry its key ("unseat-J3"). */
async function actOnPanel(by: By, round: string | undefined, form: FormData) {
  const intent = textOf(form, "intent");
  const withdrawn = await withdrawByForm(by, intent, form);
  if (withdrawn) return { outcome: "changed" as const, answer: withdrawn };
  const person = {
    round,
    name: textOf(form, "name"),
    email: textOf(form, "email").trim(),
    locale: textOf(form, "locale") || "zh-CN",
  };
  const seat = { round, judge: textOf(form, "judge"), reason: textOf(form, "reason") };
  switch (intent.split("-")[0]) {
    case "seat":
      return {
        outcome: "seated" as const,
        answer: await seatJudge(by, { ...person, ...placeOf(form), head: form.has("head") }),
      };
    case "staff":
      return { outcome: "invited" as const, answer: await inviteStaff(by, { ...person, role: textOf(form, "role") }) };
    case "invite":
      return {
        outcome: "invited" as const,
        answer: await inviteStaff(by, { ...person, role: "judge", panelMemberId: textOf(form, "panelMemberId") }),
      };
    case "unseat":
      return { outcome: "changed" as const, answer: await unseatJudge(by, seat) };
    case "copy":
      return {
        outcome: "copied" as const,
        answer: await copyPanel(by, { round, from: textOf(form, "from"), invite: form.has("invite") }),
      };
    case "recuse":
      return {
        outcome: "changed" as const,
        answer: await recuseStaff(by, { ...seat, userId: textOf(form, "userId") }),
      };
    case "lift":
      return {
        outcome: "changed" as const,
        answer: await liftStaffRecusal(by, { ...seat, userId: textOf(form, "userId") }),
      };
    case "all":
      return { outcome: "invited" as const, answer: await invitePanel(by, { round }) };
    case "restore":
      return { outcome: "changed" as const, answer: await restoreJudge(by, seat) };
    default:
      return {
        outcome: "changed" as const,
        answer: await setHeadJudge(by, {
          round,
          judge: intent === "no-head" ? null : seat.judge,
          panel: placeOf(form).panel,
        }),
      };
  }
}

/** The panel and the kind that were chosen; null for none. */
function placeOf(form: FormData) {
  return { panel: textOf(form, "panel") || null, kind: textOf(form, "kind") || null };
}

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "set-up");
  const at = now();
  const places = placesWith(actor, "set-up");
  const { kinds, normalises } = await findJudgeRule(context.db, round.id);
  const rounds = places ? await findRoundsToCopy(context.db, places) : [];
  return {
    patterns: rounds.filter(({ id, judges }) => id !== round.id && judges > 0),
    toInvite: (await findSeatsToInvite(context.db, round.id, at)).length,
    title: `${i18nFor(context.locale).t("rounds:tabs.panel")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
    edition: round.editionSlug,
    slug: round.slug,
    seats: await findPanel(context.db, round.id, at),
    staff: await findStaff(context.db, { roundId: round.id, editionId: round.editionId }, at),
    open: round.state !== "closed",
    headFixed: await findHeadFreeze(context.db, round.id),
    places: { panels: round.panels, kinds },
    normalises,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { outcome, answer } = await actOnPanel(by, params.round, form);
  return answerForm(
    request,
    answer,
    (value) => {
      const search = new URLSearchParams({ done: outcome, judge: "key" in value ? value.key : "" });
      if ("seated" in value) search.set("seated", String(value.seated));
      return `/organize/rounds/${params.round}/panel?${search}`;
    },
    { intent, judge: textOf(form, "judge"), sent: textsOf(form, ["name", "email", "locale", "panel", "kind"]) },
  );
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Panel(): ReactNode {
  const { t } = useTranslation(["rounds", "panels"]);
  const page = useLoaderData<typeof loader>();
  const { seats, edition, slug, staff, open, headFixed, places, patterns, toInvite, idempotencyKey } = page;
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const form = answer?.intent === "staff" ? "staff" : "seat";
  const problems = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent}` : `${form}-${path}`),
    labelOf: (path) => (path === "name" ? t("panel.name") : path === "email" ? t("panel.email") : undefined),
  });
  const of = (intent: string) => (answer?.intent === intent ? { sent: answer.sent, at: problems.at } : { at: nothing });
  const reason = problems.at("reason");
  const done = answer ? null : (search.get("done") as PanelOutcome | null);
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("panel.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("panel.lead")}</p>
        <Link to={`/organize/rounds/${slug}/panel/places`} className="w-fit">
          {t("panels:link")}
        </Link>
      </div>
      <ErrorSummary errors={problems.errors} />
      {done === "seated" ? (
        <Callout kind="ok" live>
          {t("panel.seated", { judge: search.get("judge") ?? "" })}
        </Callout>
      ) : done === "copied" ? (
        <Callout kind="ok" live>
          {t("panel.copied", { count: Number(search.get("seated")) || 0 })}
        </Callout>
      ) : done === "invited" || done === "changed" ? (
        <Callout kind="ok" live>
          {t(`panel.${done}`)}
        </Callout>
      ) : null}
      {open ? null : <Callout>{t("panel.closed")}</Callout>}
      {open && headFixed ? <Callout>{t("panel.headFixed")}</Callout> : null}
      {open && toInvite > 0 ? <InviteAll count={toInvite} idempotencyKey={idempotencyKey} /> : null}
      <PanelTable
        seats={seats}
        open={open}
        headOpen={!headFixed}
        normalises={page.normalises}
        places={places}
        troubled={reason && answer ? { judge: answer.judge, reason } : undefined}
      />
      {seats.length > 0 ? <ListExport edition={edition} list="panel" of={slug} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {open ? (
          <div className="grid gap-6">
            <SeatForm idempotencyKey={idempotencyKey} headOpen={!headFixed} places={places} {...of("seat")} />
            {patterns.length > 0 ? <CopyPanel rounds={patterns} idempotencyKey={idempotencyKey} /> : null}
          </div>
        ) : null}
        <StaffCard
          staff={staff}
          idempotencyKey={idempotencyKey}
          troubled={reason && answer ? { intent: answer.intent, reason } : undefined}
          {...of("staff")}
        />
      </div>
    </div>
  );
}

const nothing = () => undefined;

interface PanelTableProps {
  seats: PanelMember[];
  /** The panel may still change. */
  open: boolean;
  headOpen: boolean;
  normalises: boolean;
  places: SeatChoices;
  /** The seat whose removal or restoring lacked a reason. */
  troubled?: { judge: string; reason: string };
}

/** The panel, seat by seat: who it is, whether they accepted, how many sheets are in. */
function PanelTable({ seats, open, headOpen, normalises, places, troubled }: PanelTableProps): ReactNode {
  const { t } = useTranslation(["rounds", "panels", "ui"]);
  const kinds = new Map(places.kinds.map(({ key, label }) => [key, label]));
  const panel: Column<PanelMember> = {
    key: "panel",
    header: t("panels:panel"),
    narrow: true,
    cell: (seat) => seat.panel ?? t("panels:onAll"),
  };
  const kind: Column<PanelMember> = {
    key: "kind",
    header: t("panels:kind"),
    narrow: true,
    cell: (seat) => kinds.get(seat.kind ?? "") ?? t("panels:noKind"),
  };
  const columns: Column<PanelMember>[] = [
    { key: "key", header: t("panel.key"), narrow: true, cell: (seat) => <strong>{seat.key}</strong> },
    {
      key: "name",
      header: t("panel.name"),
      rowHeader: true,
      cell: (seat) => (
        <span className="flex flex-wrap items-center gap-2">
          {seat.name}
          {seat.head ? (
            <Badge tone="structure" icon="award">
              {t("panel.head")}
            </Badge>
          ) : null}
        </span>
      ),
    },
    ...(places.panels.length > 0 ? [panel] : []),
    ...(kinds.size > 0 ? [kind] : []),
    { key: "email", header: t("panel.email"), cell: (seat) => seat.email ?? "—" },
    {
      key: "invitation",
      header: t("panel.invitation"),
      narrow: true,
      cell: (seat) =>
        seat.removedAt ? (
          <Badge icon="slash">{t("panel.removed")}</Badge>
        ) : seat.userId ? (
          <StateBadge of="invitation" state="accepted" />
        ) : seat.invitation ? (
          <StateBadge of="invitation" state={seat.invitation} />
        ) : (
          <Badge>{t("panel.notInvited")}</Badge>
        ),
    },
    { key: "sheets", header: t("panel.sheets"), numeric: true, narrow: true, cell: (seat) => seat.sheets ?? 0 },
  ];
  const actions: Column<PanelMember> = {
    key: "actions",
    header: <span className="sr-only">{t("ui:word.actions")}</span>,
    className: "min-w-72",
    cell: (seat) => (
      <SeatActions
        seat={seat}
        headOpen={headOpen}
        normalises={normalises}
        reasonError={troubled?.judge === seat.key ? troubled.reason : undefined}
      />
    ),
  };
  return (
    <DataTable
      label={t("panel.list")}
      columns={open ? [...columns, actions] : columns}
      rows={seats}
      rowKey={(seat) => seat.key}
      rowLook={(seat) => (seat.removedAt ? "soft" : "plain")}
      empty={
        <EmptyState title={t("panel.none")} icon="people">
          {t("panel.noneMend")}
        </EmptyState>
      }
    />
  );
}
