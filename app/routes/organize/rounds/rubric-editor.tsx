import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { numberOf, textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import type { Problems } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { defaultBands, fullScore, rubricSchema } from "~/rules/rounds/rubric.ts";
import { type CriterionFields, readRubricFields, rubricOfFields } from "~/rules/rounds/rubric-fields.ts";
import { Button, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Figure } from "~/ui/card.tsx";
import { CheckboxField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatDate, formatTime } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { BandRows, type SentBasics } from "./basics-fields.tsx";

const texts = [
  "slug",
  "kind",
  "title",
  "titleEn",
  "track",
  "city",
  "cityEn",
  "venue",
  "venueEn",
  "timeZone",
  "startsAt",
] as const;
const numbers = ["capacity", "pitchMinutes", "defenceMinutes"] as const;

/** The sent basics as the commands take them. */
export function basicsOf(form: FormData): Record<string, unknown> {
  return Object.fromEntries([
    ...texts.map((name) => [name, textOf(form, name)]),
    ...numbers.map((name) => [name, numberOf(form, name)]),
  ]);
}

/** The sent basics as they were typed, to show them again. */
export function sentBasics(form: FormData): SentBasics {
  return Object.fromEntries([...texts, ...numbers].map((name) => [name, textOf(form, name)])) as SentBasics;
}

const blank: CriterionFields = {
  key: "",
  label: "",
  labelEn: "",
  max: "",
  step: "0.5",
  factor: "1",
  bands: defaultBands.map(({ floorPercent, label, labelEn }) => ({
    floorPercent: String(floorPercent),
    label,
    labelEn: labelEn ?? "",
    guidance: "",
    guidanceEn: "",
  })),
};

interface RubricEditorProps {
  criteria: CriterionFields[];
  /** Keys that are stored, and so stand. */
  savedKeys: string[];
  version: string;
  idempotencyKey: string;
  frozen: boolean;
  problems: Problems;
  /** Marks in drafts that the change would clear: the organizer has to say that it may. */
  draftMarks: number;
}

/** The rubric as rows of fields. Every row can be written without JavaScript; with it rows also move, and the sum follows. */
export function RubricEditor(props: RubricEditorProps): ReactNode {
  const { criteria, savedKeys, version, idempotencyKey, frozen, problems, draftMarks } = props;
  const { t } = useTranslation("rounds");
  const hydrated = useHydrated();
  const [rows, setRows] = useState(() => criteria.map((criterion, id) => ({ id, criterion })));
  const [full, setFull] = useState(() => fullOf(criteria));
  const move = (from: number, to: number) => {
    const next = [...rows];
    next.splice(to, 0, ...next.splice(from, 1));
    setRows(next);
  };
  const add = () => setRows([...rows, { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, criterion: blank }]);
  const recount = (event: FormEvent<HTMLFormElement>) =>
    setFull(fullOf(readRubricFields(new FormData(event.currentTarget))));
  return (
    <ActionForm idempotencyKey={idempotencyKey} noValidate watched onInput={recount} className="grid gap-5">
      <input type="hidden" name="version" value={version} />
      <fieldset disabled={frozen} className="grid gap-4">
        <legend className="sr-only">{t("rubric.title")}</legend>
        {rows.map(({ id, criterion }, place) => (
          <CriterionRow
            key={id}
            criterion={criterion}
            place={place}
            problems={problems}
            saved={criterion.key !== "" && savedKeys.includes(criterion.key)}
            actions={
              hydrated && !frozen
                ? {
                    up: place > 0 ? () => move(place, place - 1) : undefined,
                    down: place < rows.length - 1 ? () => move(place, place + 1) : undefined,
                    remove: () => setRows(rows.filter((row) => row.id !== id)),
                  }
                : undefined
            }
          />
        ))}
        {frozen ? null : (
          <noscript>
            <p className="mb-3 text-ink-soft">{t("rubric.noScript")}</p>
            <CriterionRow criterion={blank} place={rows.length} saved={false} spare problems={problems} />
          </noscript>
        )}
        {hydrated && !frozen ? (
          <div>
            <Button type="button" icon="plus" onClick={add}>
              {t("rubric.add")}
            </Button>
          </div>
        ) : null}
      </fieldset>
      <div className="flex flex-wrap items-end justify-between gap-6 rounded border border-line bg-surface px-5 py-4">
        <div aria-live="polite">
          <Figure value={full === null ? "—" : t("rubric.full", { points: full })} label={t("rubric.fullNote")} />
        </div>
        {!frozen && draftMarks > 0 ? (
          <CheckboxField
            name="discardDraftMarks"
            label={t("rubric.discardTick")}
            hint={t("rubric.discard", { count: draftMarks })}
          />
        ) : null}
      </div>
      {frozen ? null : (
        <SaveLine>
          <SubmitButton kind="primary">{t("rubric.save")}</SubmitButton>
        </SaveLine>
      )}
    </ActionForm>
  );
}

/** What full marks add up to, as far as maxima and factors can be read; null when one cannot. */
function fullOf(fields: CriterionFields[]): string | null {
  const scales = fields.map(({ max, factor }) => ({ key: "", label: "x", max, step: max, factor, bands: [] }));
  const read = rubricSchema.safeParse(rubricOfFields(scales.map((scale) => ({ ...scale, labelEn: "" }))));
  return read.success ? fullScore(read.data) : null;
}

interface CriterionRowProps {
  criterion: CriterionFields;
  /** Its place among the rows, from 0: part of the names. */
  place: number;
  /** Its key stands: the criterion has been saved under it. */
  saved: boolean;
  problems: Problems;
  /** This row itself is there only without JavaScript. */
  spare?: boolean;
  /** Moving and removing, where there is JavaScript. */
  actions?: { up?: () => void; down?: () => void; remove: () => void };
}

/** One criterion of the rubric: what it is called, how it is marked, and what its bands mean. */
function CriterionRow({ criterion, place, saved, problems, spare = false, actions }: CriterionRowProps): ReactNode {
  const { t } = useTranslation("rounds");
  const name = `criteria[${place}]`;
  const path = `criteria.${place}`;
  const field = (part: Exclude<keyof CriterionFields, "bands">) => ({
    name: `${name}.${part}`,
    defaultValue: criterion[part],
    error: problems.at(`${path}.${part}`),
  });
  const label = criterion.label || t("rubric.unnamed");
  const troubled = criterion.bands.some((_, at) =>
    ["floorPercent", "label", "labelEn", "guidance", "guidanceEn"].some((part) =>
      problems.at(`${path}.bands.${at}.${part}`),
    ),
  );
  return (
    <fieldset className="grid gap-4 rounded border border-line bg-surface p-4 sm:p-5">
      <legend className="sr-only">{t("rubric.criterion", { number: place + 1 })}</legend>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-hidden="true" className="font-semibold text-structure">
          {t("rubric.criterion", { number: place + 1 })}
        </p>
        {actions ? (
          <div className="flex gap-1">
            <Tool icon="up" label={t("rubric.up", { label })} onClick={actions.up} />
            <Tool icon="down" label={t("rubric.down", { label })} onClick={actions.down} />
            <Tool icon="cross" label={t("rubric.remove", { label })} onClick={actions.remove} />
          </div>
        ) : null}
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-6 xl:grid-cols-[2fr_2fr_7rem_7rem_7rem_9rem]">
        <TextField {...field("label")} label={t("rubric.label")} className="sm:max-xl:col-span-3" />
        <TextField {...field("labelEn")} label={t("rubric.labelEn")} className="sm:max-xl:col-span-3" />
        <TextField {...field("max")} label={t("rubric.max")} inputMode="decimal" />
        <TextField {...field("step")} label={t("rubric.step")} inputMode="decimal" />
        <TextField {...field("factor")} label={t("rubric.factor")} inputMode="decimal" />
        <TextField {...field("key")} label={t("rubric.key")} readOnly={saved} className="sm:max-xl:col-span-3" />
      </div>
      <details open={troubled} className="group/bands">
        <summary className="inline-flex min-h-11 items-center gap-2 font-medium text-link underline underline-offset-4">
          <Icon name="down" className="group-open/bands:rotate-180" />
          {t("rubric.bands")}
          <span className="font-normal text-ink-soft">{t("rubric.bandsNote", { count: criterion.bands.length })}</span>
        </summary>
        <div className="pt-2">
          <BandRows name={name} bands={criterion.bands} path={path} at={problems.at} spare={!spare} />
        </div>
      </details>
    </fieldset>
  );
}

function Tool({
  icon,
  label,
  onClick,
}: {
  icon: "up" | "down" | "cross";
  label: string;
  onClick?: () => void;
}): ReactNode {
  return (
    <Button
      type="button"
      kind="quiet"
      size="row"
      icon={icon}
      aria-label={label}
      disabled={!onClick}
      onClick={onClick}
    />
  );
}

/** Since when, and why, rubric and rule no longer change: the time where it was today, else with its day. */
export function Frozen({ at, now, timeZone }: { at: Date; now: Date; timeZone: string }): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const day = formatDate(at, locale, timeZone);
  const clock = formatTime(at, timeZone);
  const time = day === formatDate(now, locale, timeZone) ? clock : `${day} ${clock}`;
  return (
    <Callout title={t("frozen.title", { time })} kind="warn">
      {t("frozen.why")}
    </Callout>
  );
}
