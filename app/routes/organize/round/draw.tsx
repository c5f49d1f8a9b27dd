import { randomBytes } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { drawOrder } from "~/commands/rounds/draw-order.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { draw, drawDigest } from "~/rules/draw.ts";
import { roundFor } from "~/services/guard.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { findEntriesToDraw, findLatestDraw } from "~db/queries/draws.ts";
import { findSetup } from "~db/queries/round-setup.ts";
import { refused } from "../../refused.ts";
import { DrawRecord } from "./draw-record.tsx";
import { EntriesTable } from "./entries-table.tsx";
import { useProblems } from "./problems.ts";
import { numberOf, senderOf, textOf } from "./sent.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const entries = await findEntriesToDraw(context.db, round.id);
  const latest = await findLatestDraw(context.db, round.id);
  const { sheets } = await findSetup(context.db, round.id);
  const digests = new Map(latest && draw(latest.entryKeys, latest.seed).map(({ key, digest }) => [key, digest]));
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.draw")} · ${(context.locale === "en" && round.titleEn) || round.title}`,
    entries: entries.map((entry) => ({ ...entry, digest: digests.get(entry.key) ?? null })),
    record: latest
      ? {
          id: latest.id,
          method: latest.method,
          seed: latest.seed,
          digest: drawDigest(latest.entryKeys),
          drawnAt: latest.drawnAt,
          drawnByName: latest.drawnByName,
          times: Number(latest.times),
        }
      : null,
    open: round.state === "screening" || round.state === "ready",
    begun: sheets > 0 || round.state === "judging" || round.state === "closed",
    timeZone: round.timeZone,
  };
}

/** Throws the dice here, and nowhere else: the seed reaches the command as input. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const seed = randomBytes(16).toString("hex");
  const input = { round: params.round, seed, after: numberOf(form, "after") ?? null, reason: textOf(form, "reason") };
  const answer = await drawOrder(await senderOf(context, form), input);
  if (!answer.ok) return refused(answer.error, request);
  return redirect(`/organize/rounds/${params.round}/draw`, 303);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Draw(): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const { entries, record, open, begun, timeZone } = useLoaderData<typeof loader>();
  const { errors, at } = useProblems(useActionData<typeof action>()?.error, { idOf: () => "reason-again" });
  const hydrated = useHydrated();
  const late = record ? entries.filter((entry) => entry.drawNumber === null).length : 0;
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-2">
          <h2 className="text-xl">{t("draw.title")}</h2>
          <p className="no-print max-w-[46rem] text-pretty text-ink-soft">{t("draw.lead")}</p>
        </div>
        {record && hydrated ? (
          <Button type="button" icon="print" onClick={() => window.print()}>
            {t("draw.print")}
          </Button>
        ) : null}
      </div>
      <ErrorSummary errors={errors} />
      {begun ? <Callout>{t("draw.stands")}</Callout> : open ? null : <Callout>{t("draw.notYet")}</Callout>}
      {late > 0 ? <Callout kind="warn">{t("draw.late", { count: late })}</Callout> : null}
      {entries.length === 0 ? <EmptyState title={t("draw.none")}>{t("draw.noneMend")}</EmptyState> : null}
      {entries.length > 0 && !record ? (
        <div className="grid gap-4">
          <div className="flex flex-wrap items-center justify-between gap-4">
            <p>{t("draw.beforeLead", { count: entries.length })}</p>
            {open && !begun ? (
              <Form method="post">
                <SubmitButton kind="primary" intent="draw">
                  {t("draw.do")}
                </SubmitButton>
              </Form>
            ) : null}
          </div>
          <EntriesTable label={t("draw.before")} entries={entries} drawn={false} />
        </div>
      ) : null}
      {record ? (
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
          <EntriesTable label={t("draw.after")} entries={entries} drawn />
          <div className="grid gap-5">
            <DrawRecord record={record} timeZone={timeZone} />
            {open && !begun ? (
              <ConfirmForm
                intent="again"
                opener={t("draw.again")}
                consequence={t("draw.againWhat")}
                confirm={t("draw.againDo")}
                hidden={{ after: record.id }}
                error={at("reason")}
              />
            ) : null}
          </div>
        </div>
      ) : null}
    </div>
  );
}
