import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { NumberField, TextField } from "~/ui/field/text-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

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
export function ProfileForm({ judge, tracks, senders, open, idempotencyKey, sent, at }: Props): ReactNode {
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
      <Form method="post" noValidate className="border-line border-t p-4">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
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
      </Form>
    </details>
  );
}
