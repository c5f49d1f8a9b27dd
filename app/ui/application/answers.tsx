import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "../../rules/application.ts";
import { type Section, sections } from "../../rules/application-sections.ts";
import { degrees, genders, landingPlatforms } from "../../rules/application-terms.ts";
import { Card, type Detail, DetailList } from "../card.tsx";
import { DateTime } from "../date-time.tsx";
import { inLocale } from "../in-locale.ts";
import { useLocale } from "../use-locale.ts";

export interface ChosenTitles {
  roundTitle: string | null;
  roundTitleEn: string | null;
  trackTitle: string | null;
  trackTitleEn: string | null;
  groupTitle: string | null;
  groupTitleEn: string | null;
}

/** Everything that was entered, part by part; what was left empty is left out. */
export function ApplicationAnswers({ answers, chosen }: { answers: DraftAnswers; chosen: ChosenTitles }): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const inPart = (section: Exclude<Section, "choices" | "team">): Detail[] =>
    sections[section].flatMap((name) => {
      const value = answers[name];
      return value ? [{ term: t(`field.${name}`), detail: <Answer name={name} value={value} /> }] : [];
    });
  const members = answers.members ?? [];
  return (
    <div className="grid gap-6">
      <Part title={t("section.choices")}>
        <DetailList
          items={[
            { term: t("field.round"), detail: inLocale(locale, chosen.roundTitle, chosen.roundTitleEn) },
            { term: t("field.track"), detail: inLocale(locale, chosen.trackTitle, chosen.trackTitleEn) },
            { term: t("field.group"), detail: inLocale(locale, chosen.groupTitle, chosen.groupTitleEn) },
          ]}
        />
      </Part>
      {(["project", "leader"] as const).map((name) => (
        <Part key={name} title={t(`section.${name}`)}>
          <DetailList items={inPart(name)} />
        </Part>
      ))}
      {members.length > 0 ? (
        <Part title={t("section.team")}>
          <Members members={members} />
        </Part>
      ) : null}
      {(["company", "business", "landing"] as const).map((name) =>
        inPart(name).length > 0 ? (
          <Part key={name} title={t(`section.${name}`)}>
            <DetailList items={inPart(name)} />
          </Part>
        ) : null,
      )}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return <Card title={title}>{children}</Card>;
}

function Members({ members }: { members: NonNullable<DraftAnswers["members"]> }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <ul className="grid gap-x-6 sm:grid-cols-2">
      {members.map((member, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still
        <li key={at} className="border-line border-b py-2">
          <span className="font-semibold">{member.name}</span>
          <span className="block text-ink-soft">
            {[
              member.duty,
              member.degree && degreeWord(member.degree),
              member.fullTime ? t("member.fullTime") : t("member.partTime"),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );

  function degreeWord(value: string): string {
    const known = degrees.find((each) => each === value);
    return known ? t(`degree.${known}`) : value;
  }
}

/** A key as its word, a date as a date, anything else as it was written. */
function Answer({ name, value }: { name: string; value: string }): ReactNode {
  const { t } = useTranslation("apply");
  const degree = name === "leaderDegree" && degrees.find((each) => each === value);
  if (degree) return t(`degree.${degree}`);
  const gender = name === "leaderGender" && genders.find((each) => each === value);
  if (gender) return t(`gender.${gender}`);
  const platform = name === "landingPlatform" && landingPlatforms.find((each) => each === value);
  if (platform) return t(`platform.${platform}`);
  if (name.endsWith("On") && /^\d{4}-\d{2}-\d{2}$/.test(value)) return <DateTime at={value} kind="date" />;
  return <span className="whitespace-pre-line">{value}</span>;
}
