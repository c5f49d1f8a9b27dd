import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { advanceToFinal } from "~/commands/advancement/advance-to-final.ts";
import { moveUpSubstitute } from "~/commands/advancement/move-up-substitute.ts";
import { settleAdvancementTie } from "~/commands/advancement/settle-advancement-tie.ts";
import { withdrawFinalist } from "~/commands/advancement/withdraw-finalist.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { advancementView } from "~/reads/advancement/advancement-view.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { useEntryName } from "~/ui/entry-name.ts";
import { NumberField, SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { Flow, Lines } from "./lines.tsx";
import { Quotas } from "./quotas.tsx";
import { RuleSummary } from "./rule-summary.tsx";
import { State } from "./state.tsx";

/** The line between the heats and the final, before and after it is drawn. Looking stores nothing. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale } = args.context;
  return {
    documentTitle: i18nFor(locale).t("advancement:title"),
    slug: edition.slug,
    edition: inLocale(locale, edition.title, edition.titleEn),
    ...(await advancementView(db, edition, { locale, at: now() })),
    idempotencyKey: crypto.randomUUID(),
  };
}

export type AdvancementPage = ReturnType<typeof useLoaderData<typeof loader>>;
export type ShownPlan = NonNullable<AdvancementPage["plan"]>;

/** Draws the line, records a vote or a withdrawal, lets the next one move up. Afterwards the page is the same one. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const edition = params.edition;
  const reason = textOf(form, "reason");
  const of = { edition, ...entryOf(textOf(form, "entry")) };
  const acts = {
    draw: () => advanceToFinal(by, { edition, digest: textOf(form, "digest"), without: form.has("without") }),
    vote: () => settleAdvancementTie(by, { edition, places: votesIn(form), reason }),
    withdraw: () => withdrawFinalist(by, { ...of, reason }),
    "move-up": () => moveUpSubstitute(by, of),
  };
  const act = acts[intent as keyof typeof acts] ?? acts.draw;
  const answer = await act();
  return answerForm(request, answer, `/organize/editions/${edition}/advancement?done=${intent}`, { intent, reason });
}

/** `HEAT ENTRY`: there are no blanks in the slug of a heat, but there may be some in the key of an entry. */
function entryOf(text: string): { heat: string; entry: string } {
  const at = text.indexOf(" ");
  return { heat: text.slice(0, Math.max(0, at)), entry: text.slice(at + 1) };
}

/** Fields named `place.HEAT ENTRY`. */
function votesIn(form: FormData) {
  return [...form.keys()]
    .filter((name) => name.startsWith("place."))
    .map((name) => {
      const text = textOf(form, name).trim();
      return { ...entryOf(name.slice("place.".length)), place: text === "" ? Number.NaN : Number(text) };
    });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Advancement(): ReactNode {
  const { t } = useTranslation(["advancement", "rounds", "errors"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent}` : "vote"),
  });
  const wrong = { intent: answer?.intent ?? null, reason: answer?.reason ?? "", words: at("reason") };
  const done = (["draw", "vote", "withdraw", "move-up"] as const).find((intent) => intent === search.get("done"));
  const { slug, rule, plan, final } = page;
  const settings = `/organize/editions/${slug}/settings/advancement`;
  return (
    <div className="wide-sheet grid gap-6">
      <PageHeader
        title={t("title")}
        lead={page.edition}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        actions={
          <LinkButton to={settings} icon="right">
            {t("toSettings")}
          </LinkButton>
        }
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      <ErrorSummary errors={errors} />
      {done && !answer ? <Callout kind="ok" live title={successMessage(t, done, page)} /> : null}
      {rule && plan ? (
        <>
          <RuleSummary rule={rule} />
          {final ? null : <EmptyState title={t("noFinal.title")}>{t("noFinal.mend")}</EmptyState>}
          {plan.lines.length === 0 ? (
            <EmptyState title={t("noResults.title")}>{t("noResults.mend")}</EmptyState>
          ) : (
            <>
              <State page={page} plan={plan} />
              <Ties page={page} plan={plan} wrong={wrong} />
              <Changes page={page} plan={plan} wrong={wrong} />
              <Flow streams={plan.flow} going={plan.counts.going} />
              {plan.quotas && rule.quota ? (
                <Quotas quotas={plan.quotas} quota={rule.quota} missing={plan.gaps.missing.length > 0} />
              ) : null}
              <Lines lines={plan.lines} reserves={rule.substitutes ? rule.reserves : undefined} />
              <ListExport edition={page.slug} list="advancement" />
            </>
          )}
        </>
      ) : (
        <EmptyState title={t("noRule.title")} action={<LinkButton to={settings}>{t("toSettings")}</LinkButton>}>
          {t("noRule.mend")}
        </EmptyState>
      )}
    </div>
  );
}

export interface AdvancementFault {
  intent: string | null;
  reason: string;
  words: string | undefined;
}

type T = ReturnType<typeof useTranslation<["advancement", "rounds", "errors"]>>["t"];

function successMessage(t: T, done: "draw" | "vote" | "withdraw" | "move-up", { drawn }: AdvancementPage): string {
  if (done === "draw") return t("draw.done", { version: drawn?.version ?? "" });
  if (done === "move-up") return t("moveUp.done");
  return t(`${done}.done`);
}

/** Those who share a line or a free place, and the form in which the panel's vote on them is recorded, or put right. */
export function Ties({
  page,
  plan,
  wrong,
}: {
  page: AdvancementPage;
  plan: ShownPlan;
  wrong: AdvancementFault;
}): ReactNode {
  const { t } = useTranslation("advancement");
  const nameOf = useEntryName();
  if (page.final === null || page.final.begun) return null;
  return plan.tied.map((tie, at) => {
    const { key, wild, movingUp, room, shared, places, decided, optional } = tie;
    const group = tie.byGroup ? ` · ${tie.group ?? t("line.noGroup")}` : "";
    const line = wild ? t("vote.wild") : `${tie.heatTitle}${group}`;
    return (
      <Card key={key} title={t(movingUp ? "vote.titleMovingUp" : "vote.title", { line })}>
        <ActionForm idempotencyKey={`${page.idempotencyKey}-${key}`} className="grid max-w-[42rem] gap-4" noValidate>
          <p>
            {t("vote.lead", { shared, room })}
            {decided ? <strong className="block">{t("vote.decided")}</strong> : null}
            {optional && !decided ? <span className="block">{t("vote.optional")}</span> : null}
          </p>
          {places.map(({ id, heat, heatTitle, key: entry, number, isDrawn, title, decided: place }, nth) => (
            <NumberField
              key={id}
              id={at === 0 && nth === 0 ? "vote" : `vote-${id}`}
              name={`place.${heat} ${entry}`}
              defaultValue={place ?? undefined}
              label={t("vote.place", {
                project: `${wild ? `${heatTitle} · ` : ""}${nameOf({ key: entry, number, isDrawn, title })}`,
              })}
              required
            />
          ))}
          <TextAreaField
            name="reason"
            id={at === 0 ? "reason-vote" : `reason-vote-${key}`}
            label={t("vote.reason")}
            hint={t("vote.reasonHint")}
            defaultValue={wrong.intent === "vote" ? wrong.reason : undefined}
            error={wrong.intent === "vote" ? wrong.words : undefined}
            rows={2}
            max={500}
            required
          />
          <div>
            <SubmitButton kind="primary" intent="vote">
              {t(decided ? "vote.again" : "vote.do")}
            </SubmitButton>
          </div>
        </ActionForm>
      </Card>
    );
  });
}

/** Who withdraws, and who moves up into the place that was left. */
export function Changes({
  page,
  plan,
  wrong,
}: {
  page: AdvancementPage;
  plan: ShownPlan;
  wrong: AdvancementFault;
}): ReactNode {
  const { t } = useTranslation("advancement");
  const nameOf = useEntryName();
  const { final, drawn, rule, heats, idempotencyKey } = page;
  if (final === null || final.begun) return null;
  const leaving = plan.lines
    .flatMap(({ entries }) => entries)
    .filter(({ outcome }) => outcome !== "cut" && outcome !== "withdrawn");
  const groups = heats.flatMap(({ slug, title }) => {
    const options = leaving
      .filter(({ heat }) => heat === slug)
      .map(({ heat, key, number, isDrawn, title: project, outcome }) => ({
        value: `${heat} ${key}`,
        label: `${nameOf({ key, number, isDrawn, title: project })} · ${t(`outcome.${outcome}`)}`,
      }));
    return options.length > 0 ? [{ label: title, options }] : [];
  });
  return (
    <Card title={t("withdraw.title")}>
      <div className="grid gap-5">
        {drawn ? <MoveUp page={page} plan={plan} /> : rule?.substitutes ? null : <p>{t("moveUp.noneLeft")}</p>}
        <ConfirmForm
          intent="withdraw"
          opener={t("withdraw.open")}
          consequence={t("withdraw.what")}
          confirm={t("withdraw.do")}
          hidden={{ idempotencyKey: `${idempotencyKey}-withdraw` }}
          reason={{ defaultValue: wrong.intent === "withdraw" ? wrong.reason : undefined }}
          error={wrong.intent === "withdraw" ? wrong.words : undefined}
        >
          <SelectField name="entry" label={t("withdraw.which")} groups={groups} required />
        </ConfirmForm>
      </div>
    </Card>
  );
}

function MoveUp({ page, plan }: { page: AdvancementPage; plan: ShownPlan }): ReactNode {
  const { t } = useTranslation("advancement");
  const nameOf = useEntryName();
  if (!page.drawn?.rule.substitutes) return <p>{t("moveUp.noneLeft")}</p>;
  if (plan.lineDiffers) return <p>{t("moveUp.differs")}</p>;
  if (plan.moveUp.length === 0) return <p className="text-ink-soft">{t("moveUp.none")}</p>;
  if (page.drawn.rule.afterNotice && plan.gaps.onNotice.length > 0) return <p>{t("moveUp.onNotice")}</p>;
  return (
    <div className="grid gap-3">
      <p>{t("moveUp.lead")}</p>
      <ul className="grid gap-3">
        {plan.moveUp.map(({ id, heat, heatTitle, key, number, isDrawn, title, rank }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <span className="min-w-0 font-medium">
              {heatTitle} · {nameOf({ key, number, isDrawn, title })} · {t("line.rank")} {rank}
            </span>
            <ActionForm idempotencyKey={`${page.idempotencyKey}-${id}`}>
              <input type="hidden" name="entry" value={`${heat} ${key}`} />
              <SubmitButton kind="primary" intent="move-up" size="row">
                {t("moveUp.do")}
              </SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
    </div>
  );
}
