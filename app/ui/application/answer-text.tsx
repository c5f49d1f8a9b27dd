import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { identityKinds } from "~/primitives/identity-number.ts";
import { plainAmount, plainShare } from "~/rules/applications/amounts.ts";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { moneyFields } from "~/rules/applications/application-sections.ts";
import {
  degrees,
  financingRounds,
  genders,
  landingPlatforms,
  maturities,
  patentKinds,
  patentOwnerships,
  patentStatuses,
  yesNo,
} from "~/rules/applications/application-terms.ts";
import { DateTime } from "../date-time.tsx";
import { formatWan } from "../format/wan.ts";
import { useLocale } from "../steps.tsx";

/** The text of one field for reading: a key as its word, a date as a date, an amount as money, anything else as it was written. */
export function AnswerText({ name, value }: { name: string; value: string }): ReactNode {
  const word = useKeyWord();
  const locale = useLocale();
  const known = word(name, value);
  if (known) return known;
  if (name.endsWith("On") && /^\d{4}-\d{2}-\d{2}$/.test(value)) return <DateTime at={value} kind="date" />;
  // A draft has amounts as they were typed: "1,200" or "35.5%"
  const wan = moneyFields.some((each) => each === name) ? plainAmount(value) : null;
  if (wan) return formatWan(wan, locale);
  const share = name === "leaderStake" ? plainShare(value) : null;
  if (share) return `${share} %`;
  return <span className="wrap-anywhere whitespace-pre-line">{value}</span>;
}

/** The word for a key that a field can hold; null for words of the person's own. */
export function useKeyWord(): (name: string, value: string) => string | null {
  const { t } = useTranslation("apply");
  return (name, value) => {
    const isOne = <Key extends string>(keys: readonly Key[]): Key | undefined => keys.find((key) => key === value);
    switch (name) {
      case "leaderDegree":
      case "degree":
        return wordOf(isOne(degrees), (key) => t(`degree.${key}`));
      case "leaderGender":
        return wordOf(isOne(genders), (key) => t(`gender.${key}`));
      case "landingPlatform":
        return wordOf(isOne(landingPlatforms), (key) => t(`platform.${key}`));
      case "maturity":
        return wordOf(isOne(maturities), (key) => t(`maturity.${key}`));
      case "financingRound":
        return wordOf(isOne(financingRounds), (key) => t(`financingRound.${key}`));
      case "identityKind":
        return wordOf(isOne(identityKinds), (key) => t(`identityKind.${key}`));
      case "priorWinner":
        return wordOf(isOne(yesNo), (key) => t(`yesNo.${key}`));
      case "kind":
        return wordOf(isOne(patentKinds), (key) => t(`patentKind.${key}`));
      case "ownership":
        return wordOf(isOne(patentOwnerships), (key) => t(`patentOwnership.${key}`));
      case "status":
        return wordOf(isOne(patentStatuses), (key) => t(`patentStatus.${key}`));
      default:
        return null;
    }
  };
}

/** The core members, one below the other. A member without a name is known by their number. */
export function MemberList({ members }: { members: NonNullable<DraftAnswers["members"]> }): ReactNode {
  const { t } = useTranslation("apply");
  const word = useKeyWord();
  return (
    <ul className="grid gap-x-6">
      {members.map(({ name, duty, degree, fullTime }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still
        <li key={at} className="border-line border-b py-2 last:border-b-0">
          <span className="font-semibold wrap-anywhere">{name || t("member.row", { number: at + 1 })}</span>
          <span className="block text-ink-soft wrap-anywhere">
            {joined([
              duty,
              degree && (word("degree", degree) ?? degree),
              t(fullTime ? "member.fullTime" : "member.partTime"),
            ])}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Declared intellectual property, one below the other. */
export function PatentList({ patents }: { patents: NonNullable<DraftAnswers["patents"]> }): ReactNode {
  const { t } = useTranslation("apply");
  const word = useKeyWord();
  return (
    <ul>
      {patents.map(({ kind = "", title, number, ownership = "", status = "" }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still
        <li key={at} className="border-line border-b py-2 last:border-b-0">
          <span className="font-semibold wrap-anywhere">{title || t("patent.row", { number: at + 1 })}</span>
          <span className="block text-ink-soft wrap-anywhere">
            {joined([
              word("kind", kind) ?? kind,
              number,
              word("ownership", ownership) ?? ownership,
              word("status", status) ?? status,
            ])}
          </span>
        </li>
      ))}
    </ul>
  );
}

function joined(parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}

function wordOf<Key>(key: Key | undefined, say: (key: Key) => string): string | null {
  return key === undefined ? null : say(key);
}
