import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveJudgeProfile } from "~/commands/review/save-judge-profile.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf, textsOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { CheckboxField, NumberField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findReviewPanel, findSenders } from "~db/queries/review/assignments.ts";
import { findTracks } from "~db/queries/rounds/rounds.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  return {
    title: i18nFor(context.locale).t("review:panel.title"),
    round: round.slug,
    open: round.state !== "closed",
    judges: await findReviewPanel(context.db, round.id),
    tracks: await findTracks(context.db, round.editionId),
    senders: await findSenders(context.db, round.editionId),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const judge = textOf(form, "judge");
  const profile = {
    ...textsOf(form, ["employer", "school", "recommender"]),
    tracks: form.getAll("tracks").map(String),
    mostReviews: numberOf(form, "mostReviews"),
  };
  const answer = await saveJudgeProfile(by, { round: params.round, judge, profile });
  return answerForm(
    request,
    answer,
    `/organize/rounds/${params.round}/review/panel?${new URLSearchParams({ saved: judge })}`,
    { judge, sent: { ...profile, mostReviews: textOf(form, "mostReviews") } },
  );
}

export const meta = titled<typeof loader>((page) => page.title);

export default function ReviewPanel(): ReactNode {
  const { t } = useTranslation("review");
  const { round, open, judges, tracks, senders, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const saved = judges.find(({ key }) => key === search.get("saved"));
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => `${answer?.judge}-${path.split(".")[1]}`,
    labelOf: (path) => (path === "profile.mostReviews" ? t("panel.mostReviews") : undefined),
  });
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("panel.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("panel.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {saved && !answer ? (
        <Callout kind="ok" live>
          {t("panel.saved", { judge: saved.key, name: saved.name })}
        </Callout>
      ) : null}
      {judges.length === 0 ? (
        <EmptyState
          title={t("panel.none")}
          icon="people"
          action={<LinkButton to={`/organize/rounds/${round}/panel`}>{t("panel.toPanel")}</LinkButton>}
        >
          {t("panel.noneMend")}
        </EmptyState>
      ) : null}
      <ul className="grid gap-3">
        {judges.map((judge) => (
          <li key={judge.key}>
            <ProfileForm
              judge={judge}
              tracks={tracks}
              senders={senders}
              open={open}
              idempotencyKey={idempotencyKey}
              sent={answer?.judge === judge.key ? answer.sent : undefined}
              at={answer?.judge === judge.key ? at : () => undefined}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Judge {
  key: string;
  name: string;
  employer: string | null;
  school: string | null;
  mostReviews: number | null;
  recommender: string | null;
  recommenderName: string | null;
  tracks: { key: string; title: string; english: string | null }[];
}

interface Props {
  judge: Judge;
  tracks: { key: string; title: string; titleEn: string | null }[];
  senders: { key: string; name: string; nameEn: string | null }[];
  open: boolean;
  idempotencyKey: string;
  /** What was refused, as it was sent. */
  sent?: { employer: string; school: string; recommender: string; tracks: string[]; mostReviews: string };
  at: (path: string) => string | undefined;
}

/** What one judge's assignments depend on: in one line, and opened as a form. */
function ProfileForm({ judge, tracks, senders, open, idempotencyKey, sent, at }: Props): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const locale = useLocale();
  const known = sent?.tracks ?? judge.tracks.map(({ key }) => key);
  const line = [
    judge.employer,
    judge.school,
    judge.recommenderName && t("panel.sentBy", { name: judge.recommenderName }),
    judge.tracks.map(({ title, english }) => inLocale(locale, title, english)).join(t("panel.and")) ||
      t("panel.anyTrack"),
    judge.mostReviews !== null && t("panel.most", { count: judge.mostReviews }),
  ].filter(Boolean);
  const id = (name: string) => `${judge.key}-${name}`;
  return (
    <details open={sent !== undefined} className="rounded border border-line bg-surface">
      <summary className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
        <strong>
          {judge.key} {judge.name}
        </strong>
        <span className="text-ink-soft">{line.join(" · ")}</span>
      </summary>
      <ActionForm idempotencyKey={idempotencyKey} noValidate className="border-line border-t p-4">
        <input type="hidden" name="judge" value={judge.key} />
        <fieldset disabled={!open} className="grid gap-5 lg:grid-cols-2">
          <legend className="sr-only">{t("panel.of", { judge: judge.key, name: judge.name })}</legend>
          <TextField
            name="employer"
            id={id("employer")}
            label={t("panel.employer")}
            hint={t("panel.employerHint")}
            defaultValue={sent?.employer ?? judge.employer ?? ""}
            error={at("profile.employer")}
            optional
          />
          <TextField
            name="school"
            id={id("school")}
            label={t("panel.school")}
            hint={t("panel.schoolHint")}
            defaultValue={sent?.school ?? judge.school ?? ""}
            error={at("profile.school")}
            optional
          />
          <SelectField
            name="recommender"
            id={id("recommender")}
            label={t("panel.recommender")}
            placeholder={t("panel.noRecommender")}
            options={senders.map(({ key, name, nameEn }) => ({ value: key, label: inLocale(locale, name, nameEn) }))}
            defaultValue={sent?.recommender ?? judge.recommender ?? ""}
            error={at("profile.recommender")}
          />
          <NumberField
            name="mostReviews"
            id={id("mostReviews")}
            label={t("panel.mostReviews")}
            hint={t("panel.mostReviewsHint")}
            unit={t("panel.reviews")}
            defaultValue={sent?.mostReviews ?? judge.mostReviews ?? ""}
            error={at("profile.mostReviews")}
            optional
          />
          <fieldset className="lg:col-span-2">
            <legend className="font-semibold">{t("panel.tracks")}</legend>
            <p className="text-sm text-ink-soft">{t("panel.tracksHint")}</p>
            <div className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-4">
              {tracks.map(({ key, title, titleEn }) => (
                <CheckboxField
                  key={key}
                  name="tracks"
                  id={id(`track-${key}`)}
                  value={key}
                  label={inLocale(locale, title, titleEn)}
                  defaultChecked={known.includes(key)}
                />
              ))}
            </div>
          </fieldset>
          {open ? (
            <div>
              <SubmitButton>{t("ui:action.save")}</SubmitButton>
            </div>
          ) : null}
        </fieldset>
      </ActionForm>
    </details>
  );
}
