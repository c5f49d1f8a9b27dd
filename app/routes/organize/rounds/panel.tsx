import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { refused } from "~/routes/refused.ts";
import { now } from "~/services/clock.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findStaff } from "~db/queries/accounts/staff.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { findHeadFreeze } from "~db/queries/rounds/round-setup.ts";
import { SeatForm } from "./invite-forms.tsx";
import { actOnPanel, type PanelOutcome } from "./panel-acts.ts";
import { PanelTable } from "./panel-table.tsx";
import { useProblems } from "./problems.ts";
import { senderOf, textOf } from "./sent.ts";
import { StaffCard } from "./staff-card.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const at = now();
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.panel")} · ${(context.locale === "en" && round.titleEn) || round.title}`,
    seats: await findPanel(context.db, round.id, at),
    staff: await findStaff(context.db, { roundId: round.id, editionId: round.editionId }, at),
    open: round.state !== "closed",
    headFixed: await findHeadFreeze(context.db, round.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const { outcome, answer } = await actOnPanel(await senderOf(context, form), params.round, form);
  if (answer.ok) {
    const judge = "key" in answer.value ? answer.value.key : "";
    return redirect(`/organize/rounds/${params.round}/panel?${new URLSearchParams({ done: outcome, judge })}`, 303);
  }
  const refusal = refused(answer.error, request);
  const sent = { name: textOf(form, "name"), email: textOf(form, "email"), locale: textOf(form, "locale") };
  const about = { intent: textOf(form, "intent"), judge: textOf(form, "judge") };
  return data({ ...refusal.data, ...about, sent }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Panel(): ReactNode {
  const { t } = useTranslation("rounds");
  const { seats, staff, open, headFixed, idempotencyKey } = useLoaderData<typeof loader>();
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
      </div>
      <ErrorSummary errors={problems.errors} />
      {done === "seated" ? (
        <Callout kind="ok" live>
          {t("panel.seated", { judge: search.get("judge") ?? "" })}
        </Callout>
      ) : done === "invited" || done === "changed" ? (
        <Callout kind="ok" live>
          {t(`panel.${done}`)}
        </Callout>
      ) : null}
      {open ? null : <Callout>{t("panel.closed")}</Callout>}
      {open && headFixed ? <Callout>{t("panel.headFixed")}</Callout> : null}
      <PanelTable
        seats={seats}
        open={open}
        headOpen={!headFixed}
        troubled={reason && answer ? { judge: answer.judge, reason } : undefined}
      />
      <div className="grid items-start gap-6 lg:grid-cols-2">
        {open ? <SeatForm idempotencyKey={idempotencyKey} headOpen={!headFixed} {...of("seat")} /> : null}
        <StaffCard staff={staff} idempotencyKey={idempotencyKey} {...of("staff")} />
      </div>
    </div>
  );
}

const nothing = () => undefined;
