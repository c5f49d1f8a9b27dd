import { type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { homeZone } from "~/primitives/home-zone.ts";
import { birthOfNumber, identityKinds } from "~/primitives/identity-number.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import {
  type ApplicationProblem,
  problemValues,
  type SectionField,
} from "~/rules/applications/application-sections.ts";
import { isOfTrack } from "~/rules/applications/application-state.ts";
import { degrees, genders, limits } from "~/rules/applications/application-terms.ts";
import { textIn } from "~/rules/applications/merge-texts.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { HeatTrackMismatch } from "~/ui/application/heat-track.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { DateField, RadioGroupField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { FormContext, useChoiceField, useFormField } from "./step-nav.tsx";
import type { FormStep } from "./use-edit-state.ts";

const places: Record<Finding["kind"], FormStep> = {
  "leader-age": "leader",
  degree: "leader",
  "company-age": "company",
  "not-registered-locally": "company",
  "leader-stake": "company",
  "paid-in-capital": "company",
  "team-size": "team",
  "one-entry": "submit",
  "barred-words": "project",
  "previous-winner": "landing",
};

/** The step whose fields a rule looks at. */
export function aboutStep(kind: Finding["kind"]): FormStep {
  return places[kind];
}

/** What all rules together come to for the applicant: one that is not met is said first. */
export function evaluateOverall(findings: readonly Finding[]): "not-met" | "by-hand" | "unknown" | "met" {
  const outcomes = findings.map(({ outcome }) => outcome);
  return (["not-met", "unknown", "by-hand"] as const).find((each) => outcomes.includes(each)) ?? "met";
}

const fields: Partial<Record<Finding["kind"], string>> = {
  "leader-stake": "leaderStake",
  "paid-in-capital": "companyPaidIn",
  "previous-winner": "priorWinner",
};

/** Fields that must be filled in because a rule looks at them. */
export function fieldsOfRules(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(findings.map(({ kind }) => fields[kind] ?? ""));
}

const wide = "sm:col-span-full";

/** Everything about the person who leads the project, their identity document with it. */
export function LeaderFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField {...useFormField("leaderName")} autoComplete="name" />
      <RadioGroupField
        {...useChoiceField("leaderGender")}
        options={genders.map((value) => ({ value, label: t(`gender.${value}`) }))}
        inline
      />
      <IdentityFields />
      <DateField {...useFormField("leaderBirthOn")} hint={t("hint.leaderBirthOn")} autoComplete="bday" />
      <TextField
        {...useFormField("leaderPhone")}
        hint={t("hint.leaderPhone")}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
      />
      <TextField {...useFormField("leaderEmail")} type="email" autoComplete="email" />
      <SelectField
        {...useFormField("leaderDegree")}
        options={degrees.map((value) => ({ value, label: t(`degree.${value}`) }))}
      />
      <TextField {...useFormField("leaderSchool")} autoComplete="off" />
      <TextField {...useFormField("leaderEmployer")} autoComplete="organization" />
      <TextField {...useFormField("leaderTitle")} autoComplete="organization-title" className="sm:content-end" />
      <TextField {...useFormField("leaderProfession")} hint={t("hint.leaderProfession")} />
      <TextField {...useFormField("leaderTalentTitle")} hint={t("hint.leaderTalentTitle")} />
      <TextAreaField
        {...useFormField("leaderOverseas")}
        hint={t("hint.leaderOverseas")}
        max={limits.leaderOverseas}
        className={wide}
      />
    </div>
  );
}

function IdentityFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextField
        {...useFormField("leaderNationality")}
        hint={t("hint.leaderNationality")}
        autoComplete="country-name"
        list="countries"
      />
      <datalist id="countries">
        {t("nationalities")
          .split("|")
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
      <SelectField
        {...useFormField("identityKind")}
        className="sm:content-end"
        options={identityKinds.map((value) => ({ value, label: t(`identityKind.${value}`) }))}
      />
      <IdentityNumber />
    </>
  );
}

/** A number that is stored stands there masked: it is typed again to change it, and never comes back to the page. */
function IdentityNumber(): ReactNode {
  const { t } = useTranslation("apply");
  const { value, onChange: _, ...field } = useFormField("identityNumber");
  const { words, set, identityMasked } = useContext(FormContext);
  const stored = value === identityMasked;
  const type = (number: string) => {
    set("identityNumber", number);
    const birth = birthOfNumber(textIn(words, "identityKind"), number, dayIn(homeZone, new Date()));
    if (birth && textIn(words, "leaderBirthOn") === "") set("leaderBirthOn", birth);
  };
  return (
    <TextField
      {...field}
      value={stored ? "" : value}
      onChange={({ target }) => (target.value === "" ? set("identityNumber", identityMasked) : type(target.value))}
      hint={stored && identityMasked ? t("hint.identityStored", { masked: identityMasked }) : t("hint.identityNumber")}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      className={wide}
    />
  );
}

export interface FormChoices {
  rounds: {
    slug: string;
    title: string;
    titleEn: string | null;
    /** The heat's own track; null for one that takes projects of any. */
    trackKey: string | null;
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
  const { words, set } = useContext(FormContext);
  const { onValue, ...round } = useChoiceField("round");
  const choose = (slug: string) => {
    onValue(slug);
    const track = rounds.find((each) => each.slug === slug)?.trackKey;
    if (track && textIn(words, "track") === "") set("track", track);
  };
  return (
    <>
      <RadioGroupField
        {...round}
        onValue={choose}
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
      <HeatTrackNote rounds={rounds} tracks={tracks} />
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

/** Says that the chosen heat is for another track than the chosen one: nothing forbids it, and the screeners are told too. */
export function HeatTrackNote({ rounds, tracks }: Pick<FormChoices, "rounds" | "tracks">): ReactNode {
  const { words } = useContext(FormContext);
  const round = rounds.find(({ slug }) => slug === textIn(words, "round"));
  const track = tracks.find(({ key }) => key === textIn(words, "track"));
  return (
    <div aria-live="polite" className="empty:hidden">
      {round && track && !isOfTrack(round.trackKey, track.key) ? (
        <HeatTrackMismatch
          heat={round}
          heatTrack={{ title: round.trackTitle ?? "", titleEn: round.trackTitleEn }}
          track={track}
          of="applicant"
        />
      ) : null}
    </div>
  );
}

/** The name of a field, or of a cell of a row, in words. */
export function usePathName(): (path: string) => string {
  const { t } = useTranslation("apply");
  return (path) => {
    const [field = "", row, part] = path.split(".");
    const label = t(`field.${field as SectionField | "consent"}`);
    if (row === undefined) return label;
    if (field === "attachments") return t(`attachmentKind.${row as "deck"}`);
    const number = Number(row) + 1;
    return field === "members"
      ? `${label} · ${t("member.row", { number })} · ${t(`member.${part as "name"}`)}`
      : `${label} · ${t("patent.row", { number })} · ${t(`patent.${part as "title"}`)}`;
  };
}

/** A problem as a line that stands for itself: the field's label, and what to do about it; for a mere gap the label says all. */
export function useProblemLine(options: { gaps?: "short" } = {}): (problem: ApplicationProblem) => string {
  const { t } = useTranslation("apply");
  const nameOf = usePathName();
  return ({ path, reason, limit, words }) => {
    const field = nameOf(path);
    if (options.gaps === "short" && (reason === "required" || reason === "choose")) return field;
    return t("problemLine", { field, problem: t(`problem.${reason}`, problemValues({ limit, words })) });
  };
}
