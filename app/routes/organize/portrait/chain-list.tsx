import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ChainMatch } from "~/rules/portrait/industry-chain.ts";
import { Badge } from "~/ui/badge.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

interface Titled {
  title: string | null;
  titleEn: string | null;
}

const tones = { core: "structure", related: "neutral", words: "warn" } as const;

/** The chains that a project belongs to, each with why. `matches` null: the edition names no chains. */
export function ChainList({ matches, track }: { matches: (ChainMatch & Titled)[] | null; track: Titled }): ReactNode {
  const { t } = useTranslation("chains");
  const locale = useLocale();
  const why = useWhy();
  if (!matches) return <p className="text-ink-soft">{t("noChains")}</p>;
  if (matches.length === 0) return <p className="text-ink-soft">{t("noMatch")}</p>;
  return (
    <ul className="grid gap-3">
      {matches.map((match) => (
        <li key={match.chain}>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold wrap-anywhere">{inLocale(locale, match.title, match.titleEn)}</span>
            <Badge tone={tones[match.by]}>{t(`by.${match.by}`)}</Badge>
          </span>
          <span className="block text-sm text-ink-soft wrap-anywhere">{why(match, track)}</span>
        </li>
      ))}
    </ul>
  );
}

/** Why a project belongs to a chain, or may: its track, and the words that were found. */
export function useWhy() {
  const { t } = useTranslation("chains");
  const locale = useLocale();
  const [joint, space] = locale === "en" ? [", ", " "] : ["、", ""];
  return ({ by, words }: ChainMatch, track: Titled): string => {
    const found = (place: "title" | "summary") => {
      const these = words.filter((each) => each.in.includes(place)).map(({ word }) => word);
      return these.length > 0 ? [t(`because.${place}`, { words: these.join(joint) })] : [];
    };
    const first = t(`because.${by}`, { track: inLocale(locale, track.title, track.titleEn) });
    return [first, ...found("title"), ...found("summary")].join(space);
  };
}
