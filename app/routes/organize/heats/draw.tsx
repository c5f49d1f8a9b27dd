import { randomBytes } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { commitDraw } from "~/commands/heats/commit-draw.ts";
import { drawOrder } from "~/commands/heats/draw-order.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { draw, drawDigest } from "~/rules/heats/draw.ts";
import { roundFor } from "~/services/http/guard.ts";
import { Button, LinkButton, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findEntriesToDraw, findLatestDraw } from "~db/queries/heats/draws.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { EntriesTable } from "../rounds/entries-table.tsx";
import { RedrawForm } from "./ceremony-steps.tsx";
import { DrawRecord } from "./draw-record.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const entries = await findEntriesToDraw(context.db, round.id);
  const latest = await findLatestDraw(context.db, round.id);
  const { sheets } = await findSetup(context.db, round.id);
  const digests = new Map(latest && draw(latest.entryKeys, latest.seed).map(({ key, digest }) => [key, digest]));
  return {
    title: `${i18nFor(context.locale).t("rounds:tabs.draw")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
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
          ceremony:
            latest.secret !== null && latest.hallWord !== null
              ? { secret: latest.secret, word: latest.hallWord, keys: latest.entryKeys.toSorted() }
              : null,
        }
      : null,
    slug: round.slug,
    edition: round.editionSlug,
    open: round.state === "screening" || round.state === "ready",
    begun: sheets > 0 || round.state === "judging" || round.state === "closed",
    timeZone: round.timeZone,
  };
}

/**
 * Throws the dice here, and nowhere else: the seed reaches the command as input. To draw again one commits to a secret, with a
 * reason, and waits for the supervisor: that goes on at the ceremony.
 */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const at = `/organize/rounds/${params.round}`;
  if (intent === "commit") {
    const secret = randomBytes(32).toString("hex");
    const reason = textOf(form, "reason");
    const input = { round: params.round, secret, after: numberOf(form, "after") ?? null, reason };
    return answerForm(request, await commitDraw(by, input), `${at}/run-sheet/ceremony`);
  }
  const answer = await drawOrder(by, { round: params.round, seed: randomBytes(16).toString("hex") });
  return answerForm(request, answer, `${at}/draw`);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Draw(): ReactNode {
  const { t } = useTranslation(["rounds", "runSheet"]);
  const { entries, record, open, begun, timeZone, slug, edition } = useLoaderData<typeof loader>();
  const { errors, at } = useProblems(useActionData<typeof action>()?.error, { idOf: () => "reason-commit" });
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
              <div className="flex flex-wrap gap-3">
                <LinkButton to={`/organize/rounds/${slug}/run-sheet/ceremony`}>
                  {t("runSheet:ceremony.toCeremony")}
                </LinkButton>
                <Form method="post">
                  <SubmitButton kind="primary" intent="draw">
                    {t("draw.do")}
                  </SubmitButton>
                </Form>
              </div>
            ) : null}
          </div>
          <div className="grid gap-3">
            <EntriesTable label={t("draw.before")} entries={entries} drawn={false} />
            <ListExport edition={edition} list="runsheet" of={slug} />
          </div>
        </div>
      ) : null}
      {record ? (
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
          <div className="grid gap-3">
            <EntriesTable label={t("draw.after")} entries={entries} drawn />
            <ListExport edition={edition} list="runsheet" of={slug} />
          </div>
          <div className="grid gap-5">
            <DrawRecord record={record} timeZone={timeZone} />
            {open && !begun ? (
              <RedrawForm after={record.id} wrong={{ intent: "commit", reason: undefined, at }} />
            ) : null}
          </div>
        </div>
      ) : null}
    </div>
  );
}
