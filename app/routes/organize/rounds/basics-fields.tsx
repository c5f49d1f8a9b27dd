import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { roundKinds } from "~/rules/rounds/round.ts";
import type { writtenBasics } from "~/rules/rounds/round-basics.ts";
import { Card } from "~/ui/card.tsx";
import { RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { DateTimeField, NumberField, TextField } from "~/ui/field/text-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { Problems } from "./problems.ts";

export type Basics = ReturnType<typeof writtenBasics>;

/** What the form sends: every field as text. */
export type SentBasics = { [Name in keyof Basics]: string };

interface Props {
  values: SentBasics;
  tracks: { key: string; title: string; titleEn: string | null }[];
  /** Slug and kind can no longer change. */
  fixed: boolean;
  at: Problems["at"];
}

/** The fields of a round's basics, for a new round and for one that is there. */
export function BasicsFields({ values, tracks, fixed, at }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const field = <Name extends keyof Basics>(name: Name) => ({
    name,
    defaultValue: values[name],
    error: at(`basics.${name}`),
  });
  return (
    <>
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
          <TextField {...field("city")} label={t("basics.city")} optional />
          <TextField {...field("cityEn")} label={t("basics.cityEn")} optional />
          <TextField {...field("venue")} label={t("basics.venue")} optional />
          <TextField {...field("venueEn")} label={t("basics.venueEn")} optional />
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
            className="self-end"
          />
          <NumberField
            {...field("defenceMinutes")}
            label={t("basics.defence")}
            unit={t("basics.minutes")}
            className="self-end"
          />
        </div>
      </Card>
    </>
  );
}

/** The label of a field, by its path in the command's input ("basics.title"). */
export function useBasicsLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("rounds");
  return (path) => {
    const labels: Record<string, string> = {
      ...{ slug: t("basics.slug"), kind: t("basics.kind"), title: t("basics.name"), titleEn: t("basics.nameEn") },
      ...{ track: t("basics.track"), city: t("basics.city"), cityEn: t("basics.cityEn"), venue: t("basics.venue") },
      ...{ venueEn: t("basics.venueEn"), timeZone: t("basics.timeZone"), startsAt: t("basics.startsAt") },
      ...{ capacity: t("basics.capacity"), pitchMinutes: t("basics.pitch"), defenceMinutes: t("basics.defence") },
    };
    return labels[path.replace("basics.", "")];
  };
}

/** The basics as the form's texts; null becomes "". */
export function asSent(basics: Basics): SentBasics {
  return Object.fromEntries(Object.entries(basics).map(([name, value]) => [name, String(value ?? "")])) as SentBasics;
}
