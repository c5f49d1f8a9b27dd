import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "../../rules/application.ts";
import { isTextField, type Section, sections } from "../../rules/application-sections.ts";
import {
  degrees,
  financingRounds,
  genders,
  identityKinds,
  landingPlatforms,
  maturities,
  patentKinds,
  patentOwnerships,
  patentStatuses,
  yesNo,
} from "../../rules/application-terms.ts";
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
  const inPart = (section: Exclude<Section, "choices" | "team" | "attachments">): Detail[] =>
    sections[section].filter(isTextField).flatMap((name) => {
      const value = answers[name];
      return value ? [{ term: t(`field.${name}`), detail: <Answer name={name} value={value} /> }] : [];
    });
  const members = answers.members ?? [];
  const patents = answers.patents ?? [];
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
          {name === "project" && patents.length > 0 ? <Patents patents={patents} /> : null}
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

function Patents({ patents }: { patents: NonNullable<DraftAnswers["patents"]> }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="mt-4">
      <p className="text-ink-soft">{t("field.patents")}</p>
      <ul>
        {patents.map((patent, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still
          <li key={at} className="border-line border-b py-2">
            <span className="font-semibold whitespace-pre-line">{patent.title}</span>
            <span className="block text-ink-soft">{aboutPatent(patent).filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
    </div>
  );

  function aboutPatent({ kind, number, ownership, status }: NonNullable<DraftAnswers["patents"]>[number]) {
    const [ofKind, owner, state] = [
      patentKinds.find((each) => each === kind),
      patentOwnerships.find((each) => each === ownership),
      patentStatuses.find((each) => each === status),
    ];
    return [
      ofKind ? t(`patentKind.${ofKind}`) : kind,
      number,
      owner ? t(`patentOwnership.${owner}`) : ownership,
      state ? t(`patentStatus.${state}`) : status,
    ];
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
  const maturity = name === "maturity" && maturities.find((each) => each === value);
  if (maturity) return t(`maturity.${maturity}`);
  const financing = name === "financingRound" && financingRounds.find((each) => each === value);
  if (financing) return t(`financingRound.${financing}`);
  const document = name === "identityKind" && identityKinds.find((each) => each === value);
  if (document) return t(`identityKind.${document}`);
  const answer = name === "priorWinner" && yesNo.find((each) => each === value);
  if (answer) return t(`yesNo.${answer}`);
  if (name.endsWith("On") && /^\d{4}-\d{2}-\d{2}$/.test(value)) return <DateTime at={value} kind="date" />;
  return <span className="whitespace-pre-line">{value}</span>;
}
