import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DateTime } from "~/ui/date-time.tsx";
import { RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { useChoiceField } from "./form-context.tsx";

export interface FormChoices {
  rounds: {
    slug: string;
    title: string;
    titleEn: string | null;
    trackTitle: string | null;
    trackTitleEn: string | null;
    startsAt: Date | null;
    timeZone: string;
  }[];
  tracks: { key: string; title: string; titleEn: string | null }[];
  groups: { key: string; title: string; titleEn: string | null; company: boolean }[];
}

/** Heat, track and group: all in sight, a thumb's width each. */
export function ChoiceFields({ rounds, tracks, groups }: FormChoices): ReactNode {
  const { t } = useTranslation(["apply", "public"]);
  const locale = useLocale();
  return (
    <>
      <RadioGroupField
        {...useChoiceField("round")}
        options={rounds.map((round) => ({
          value: round.slug,
          label: inLocale(locale, round.title, round.titleEn),
          hint: (
            <>
              {inLocale(locale, round.trackTitle, round.trackTitleEn)}
              {round.trackTitle && round.startsAt ? " · " : null}
              {round.startsAt ? <DateTime at={round.startsAt} kind="date" timeZone={round.timeZone} /> : null}
            </>
          ),
        }))}
      />
      <RadioGroupField
        {...useChoiceField("track")}
        inline
        options={tracks.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) }))}
      />
      <RadioGroupField
        {...useChoiceField("group")}
        options={groups.map(({ key, title, titleEn, company }) => ({
          value: key,
          label: inLocale(locale, title, titleEn),
          hint: t(company ? "public:who.company" : "public:who.team"),
        }))}
      />
    </>
  );
}
