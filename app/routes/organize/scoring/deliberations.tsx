import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { confirmDeliberation, endDeliberation, resumeDeliberation } from "~/commands/scoring/end-deliberation.ts";
import { openDeliberation } from "~/commands/scoring/open-deliberation.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { RefusalCallout } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { deliberationsPage } from "~/reads/scoring/deliberations.ts";
import { can } from "~/rules/accounts/access.ts";
import { roundFor } from "~/services/http/guard.ts";
import { type RoundPicture, roundPicture } from "~/services/live/stage-picture.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { PanelValues } from "./panel-values.tsx";
import { useLiveTable } from "./use-live-table.ts";

/** The projects whose values lie too far apart: to be conferred on, being so, and done. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const picture = await roundPicture(db, round.id);
  const scope = { editionId: round.editionId, roundId: round.id };
  return {
    title: i18nFor(locale).t("deliberation:pageTitle", { round: inLocale(locale, round.title, round.titleEn) }),
    round: { slug: round.slug, state: round.state, timeZone: round.timeZone },
    picture: JSON.parse(picture ?? "null") as RoundPicture,
    me: actor.id,
    keeps: can(actor, "keep-scores", scope),
    mayConfirm: can(actor, "confirm-reopening", scope),
    page: await deliberationsPage(db, round.id, locale),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const entry = textOf(form, "entry");
  const input = { round: params.round, entry };
  const answer =
    intent === "end"
      ? await endDeliberation(by, input)
      : intent === "confirm"
        ? await confirmDeliberation(by, input)
        : intent === "resume"
          ? await resumeDeliberation(by, { ...input, reason: textOf(form, "reason") })
          : await openDeliberation(by, input);
  return answerForm(request, answer, `/organize/rounds/${params.round}/deliberations`, { entry, intent });
}

export const meta = titled<typeof loader>((page) => page.title);

type DeliberationsPage = ReturnType<typeof useLoaderData<typeof loader>>;
type Item = NonNullable<DeliberationsPage["page"]>["items"][number];

export default function Deliberations(): ReactNode {
  const { t } = useTranslation("deliberation");
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { page, round } = data;
  useLiveTable(round.slug, data.picture, null);
  return (
    <div className="grid gap-5">
      <SectionHead title={t("title")} lead={t("lead")} />
      <LinkButton to={`/organize/rounds/${round.slug}/table`} size="row" icon="left" className="w-fit">
        {t("toTable")}
      </LinkButton>
      {answer?.error ? <RefusalCallout error={answer.error} /> : null}
      {page === null ? (
        <Callout>{t("off")}</Callout>
      ) : (
        <>
          <p>{t(`rule.${page.setting.method}`, { threshold: page.setting.threshold })}</p>
          {page.items.length === 0 ? <EmptyState title={t("none")}>{t("noneMend")}</EmptyState> : null}
          {page.items.map((item) => (
            <ItemCard key={item.entry} item={item} data={data} />
          ))}
        </>
      )}
    </div>
  );
}

const tones = { held: "warn", open: "act", ended: "warn", confirmed: "ok" } as const;

function ItemCard({ item, data }: { item: Item; data: DeliberationsPage }): ReactNode {
  const { t } = useTranslation("deliberation");
  const locale = useLocale();
  const { timeZone } = data.round;
  const name = `${item.number} ${item.title}`;
  const steps = (["opened", "ended", "confirmed"] as const).flatMap((step) => {
    const done = item[step];
    return done ? [`${t(step)}：${t("by", { name: done.by, at: formatDateTime(done.at, locale, timeZone) })}`] : [];
  });
  return (
    <Card title={name} level={3}>
      <div className="grid gap-3">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Badge tone={tones[item.state]}>{t(`state.${item.state}`)}</Badge>
          <span>{t("spread", { spread: item.spread })}</span>
          {steps.map((step) => (
            <span key={step} className="text-sm text-ink-soft">
              {step}
            </span>
          ))}
        </p>
        <PanelValues label={name} lines={item.lines} nameOf={({ judge, name }) => `${judge} ${name}`} withReasons />
        <Steps key={item.state} item={item} name={name} data={data} />
      </div>
    </Card>
  );
}

function Steps({ item, name, data }: { item: Item; name: string; data: DeliberationsPage }): ReactNode {
  const { t } = useTranslation("deliberation");
  if (data.round.state !== "judging") return null;
  const hidden = { idempotencyKey: data.idempotencyKey, entry: item.entry };
  const form = { hidden, size: "row", reason: false } as const;
  if (item.state === "held")
    return data.keeps ? (
      <ConfirmForm
        {...form}
        intent="open"
        opener={t("open")}
        consequence={t("openConsequence")}
        confirm={t("openConfirm", { entry: name })}
      />
    ) : null;
  if (item.state === "open")
    return data.keeps ? (
      <ConfirmForm
        {...form}
        intent="end"
        opener={t("end")}
        consequence={t("endConsequence", { count: item.lines.filter(({ revised }) => revised !== null).length })}
        confirm={t("endConfirm")}
      />
    ) : null;
  if (item.state === "confirmed") return null;
  return (
    <div className="flex flex-wrap items-start gap-3">
      {data.mayConfirm && item.endedById !== data.me ? (
        <ConfirmForm
          {...form}
          intent="confirm"
          opener={t("confirm")}
          consequence={t("confirmConsequence")}
          confirm={t("confirmConfirm")}
        />
      ) : null}
      {data.keeps || data.mayConfirm ? (
        <ConfirmForm
          hidden={hidden}
          size="row"
          kind="secondary"
          reason
          intent="resume"
          opener={t("resume")}
          consequence={t("resumeConsequence")}
          confirm={t("resumeConfirm")}
        />
      ) : null}
    </div>
  );
}
