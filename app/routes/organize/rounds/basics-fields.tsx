import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Problems } from "~/forms/problems.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { roundKinds } from "~/rules/rounds/round.ts";
import type { roundFormValues } from "~/rules/rounds/round-basics.ts";
import type { BandFields } from "~/rules/rounds/rubric-fields.ts";
import { Button, useHydrated } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTimeField, NumberField, RadioGroupField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { useLocale } from "~/ui/steps.tsx";

const blank: BandFields = { floorPercent: "", label: "", labelEn: "", guidance: "", guidanceEn: "" };

interface BandRowsProps {
  /** The names begin with it: `criteria[0]`. */
  name: string;
  bands: BandFields[];
  /** The path of the criterion in the input, for its problems. */
  path: string;
  at: Problems["at"];
  /** One empty row more where there is no JavaScript; not inside another such row, for <noscript> does not nest. */
  spare: boolean;
}

/** The bands of a criterion, from the best down. */
export function BandRows({ name, bands, path, at, spare }: BandRowsProps): ReactNode {
  const { t } = useTranslation("rounds");
  const hydrated = useHydrated();
  const [rows, setRows] = useState(() => bands.map((band, id) => ({ id, band })));
  const row = (band: BandFields, place: number, actions?: ReactNode) => (
    <BandRow
      name={`${name}.bands[${place}]`}
      band={band}
      number={place + 1}
      at={(field) => at(`${path}.bands.${place}.${field}`)}
      actions={actions}
    />
  );
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-soft">{t("rubric.bandHint")}</p>
      {rows.map(({ id, band }, place) => (
        <div key={id}>
          {row(
            band,
            place,
            hydrated ? (
              <Button
                type="button"
                kind="quiet"
                size="row"
                icon="cross"
                aria-label={t("rubric.removeBand", { number: place + 1 })}
                onClick={() => setRows(rows.filter((each) => each.id !== id))}
              />
            ) : undefined,
          )}
        </div>
      ))}
      {spare ? <noscript>{row(blank, rows.length)}</noscript> : null}
      {hydrated ? (
        <div>
          <Button
            type="button"
            size="row"
            icon="plus"
            onClick={() => setRows([...rows, { id: Math.max(-1, ...rows.map((each) => each.id)) + 1, band: blank }])}
          >
            {t("rubric.addBand")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface RowProps {
  name: string;
  band: BandFields;
  number: number;
  at: (field: keyof BandFields) => string | undefined;
  actions?: ReactNode;
}

function BandRow({ name, band, number, at, actions }: RowProps): ReactNode {
  const { t } = useTranslation("rounds");
  const field = (part: keyof BandFields) => ({ name: `${name}.${part}`, defaultValue: band[part], error: at(part) });
  return (
    <fieldset className="grid gap-3 rounded bg-sunken p-3 sm:grid-cols-[6.5rem_8rem_1fr_auto] xl:grid-cols-[6.5rem_7rem_7rem_1fr_1fr_auto]">
      <legend className="sr-only">{t("rubric.band", { number })}</legend>
      <TextField
        {...field("floorPercent")}
        label={t("rubric.floor")}
        unit={t("rubric.floorUnit")}
        inputMode="numeric"
      />
      <TextField {...field("label")} label={t("rubric.bandLabel")} />
      <TextField
        {...field("labelEn")}
        label={t("rubric.bandLabelEn")}
        className="sm:max-xl:order-1 sm:max-xl:col-span-2"
      />
      <TextAreaField {...field("guidance")} label={t("rubric.guidance")} rows={1} />
      <TextAreaField {...field("guidanceEn")} label={t("rubric.guidanceEn")} rows={1} className="sm:max-xl:order-1" />
      <div className="self-end pb-1 sm:max-xl:order-none">{actions}</div>
    </fieldset>
  );
}

export type Basics = ReturnType<typeof roundFormValues>;

/** What the form sends: every field as text. */
export type SentBasics = { [Name in keyof Basics]: string };

interface BasicsFieldsProps {
  values: SentBasics;
  tracks: { key: string; title: string; titleEn: string | null }[];
  /** Slug and kind can no longer change. */
  fixed: boolean;
  at: Problems["at"];
}

/** The fields of a round's basics, for a new round and for one that is there. */
export function BasicsFields({ values, tracks, fixed, at }: BasicsFieldsProps): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const field = <Name extends keyof Basics>(name: Name) => ({
    name,
    defaultValue: values[name],
    error: at(`basics.${name}`),
  });
  // Hidden by the chosen kind, without script: nobody pitches in a review, and no hall is needed
  const onStage = "group-has-[input[name=kind][value=preliminary]:checked]/basics:hidden";
  const reviewed = fixed && values.kind === "preliminary";
  const hall = reviewed ? "hidden" : onStage;
  return (
    <div className="group/basics grid gap-6">
      <Card title={t("basics.what")}>
        <div className="grid gap-5 lg:grid-cols-2">
          <TextField {...field("title")} label={t("basics.name")} hint={t("basics.nameHint")} required />
          <TextField {...field("titleEn")} label={t("basics.nameEn")} optional className="lg:self-end" />
          <TextField
            {...field("slug")}
            label={t("basics.slug")}
            hint={fixed ? t("basics.fixed") : t("basics.slugHint")}
            width="medium"
            readOnly={fixed}
            required
          />
          <SelectField
            {...field("track")}
            label={t("basics.track")}
            placeholder={t("basics.noTrack")}
            options={tracks.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) }))}
            className="lg:self-end"
          />
          {fixed ? (
            <input type="hidden" name="kind" value={values.kind} />
          ) : (
            <RadioGroupField
              {...field("kind")}
              label={t("basics.kind")}
              options={roundKinds.map((kind) => ({ value: kind, label: t(`ui:kind.${kind}`) }))}
              inline
            />
          )}
        </div>
      </Card>
      <Card title={t("basics.where")}>
        <div className="grid gap-5 lg:grid-cols-2">
          <DateTimeField {...field("startsAt")} label={t("basics.startsAt")} hint={t("basics.startsAtHint")} optional />
          <TextField
            {...field("timeZone")}
            label={t("basics.timeZone")}
            width="medium"
            className="lg:self-end"
            required
          />
          <TextField {...field("city")} label={t("basics.city")} className={hall} optional />
          <TextField {...field("cityEn")} label={t("basics.cityEn")} className={hall} optional />
          <TextField {...field("venue")} label={t("basics.venue")} className={hall} optional />
          <TextField {...field("venueEn")} label={t("basics.venueEn")} className={hall} optional />
        </div>
      </Card>
      <Card title={t("basics.how")}>
        <div className="flex flex-wrap gap-x-10 gap-y-5">
          <NumberField
            {...field("capacity")}
            label={t("basics.capacity")}
            hint={t("basics.capacityHint")}
            unit={t("basics.places")}
            optional
          />
          <NumberField
            {...field("pitchMinutes")}
            label={t("basics.pitch")}
            unit={t("basics.minutes")}
            className={`self-end ${hall}`}
          />
          <NumberField
            {...field("defenceMinutes")}
            label={t("basics.defence")}
            unit={t("basics.minutes")}
            className={`self-end ${hall}`}
          />
        </div>
      </Card>
    </div>
  );
}

/** The label of a field, by its path in the command's input ("basics.title"). */
export function useBasicsLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("rounds");
  return (path) => {
    const labels: Record<string, string> = {
      slug: t("basics.slug"),
      kind: t("basics.kind"),
      title: t("basics.name"),
      titleEn: t("basics.nameEn"),
      track: t("basics.track"),
      city: t("basics.city"),
      cityEn: t("basics.cityEn"),
      venue: t("basics.venue"),
      venueEn: t("basics.venueEn"),
      timeZone: t("basics.timeZone"),
      startsAt: t("basics.startsAt"),
      capacity: t("basics.capacity"),
      pitchMinutes: t("basics.pitch"),
      defenceMinutes: t("basics.defence"),
    };
    return labels[path.replace("basics.", "")];
  };
}

/** The basics as the form's texts; null becomes "". */
export function asSent(basics: Basics): SentBasics {
  return Object.fromEntries(Object.entries(basics).map(([name, value]) => [name, String(value ?? "")])) as SentBasics;
}
