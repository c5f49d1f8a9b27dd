import { useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { ChainMatch } from "~/rules/portrait/industry-chain.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Figure } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { Portrayed } from "~db/queries/portrait.ts";

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

const shown = ["projects", "total", "granted", "inventions", "doubts"] as const;

/** The figures that matter most, side by side. */
export function TopFigures(figures: Partial<Record<(typeof shown)[number], number>>): ReactNode {
  const { t } = useTranslation("portrait");
  const locale = useLocale();
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-4">
      {shown.map((name) => {
        const value = figures[name];
        return value === undefined ? null : (
          <Figure key={name} value={formatNumber(value, locale)} label={t(`figure.${name}`)} />
        );
      })}
    </div>
  );
}

const portrayed = ["qualified", "finalists"] as const satisfies readonly Portrayed[];

/** Which projects the address asks for (`of`); the qualified ones unless told otherwise. */
export function whichOf(search: URLSearchParams): Portrayed {
  return portrayed.find((each) => each === search.get("of")) ?? "qualified";
}

const onePage = 50;

/** The part of a list that the address asks for (`page`, from 1), and where it lies; past the end the last part. */
export function partOf<Row>(rows: readonly Row[], search: URLSearchParams) {
  const last = Math.max(1, Math.ceil(rows.length / onePage));
  const requested = Number(search.get("page"));
  const page = Math.min(last, Number.isInteger(requested) && requested > 0 ? requested : 1);
  const from = (page - 1) * onePage;
  const part = rows.slice(from, from + onePage);
  return { rows: part, page, last, from: Math.min(from + 1, rows.length), to: from + part.length, total: rows.length };
}

/** Where in the list the page stands, and the ways to the others. */
export function Pages({ page, last, from, to, total }: Omit<ReturnType<typeof partOf>, "rows">): ReactNode {
  const { t } = useTranslation("portrait");
  const locale = useLocale();
  const [search] = useSearchParams();
  const number = (value: number) => formatNumber(value, locale);
  const at = (other: number) => {
    const changed = new URLSearchParams(search);
    changed.set("page", String(other));
    return `?${changed}`;
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft tabular-nums">
        {t("edition.range", { from: number(from), to: number(to), total: number(total) })}
      </p>
      {last > 1 ? (
        <nav aria-label={t("edition.pages")} className="no-print flex flex-wrap gap-2">
          {page > 1 ? (
            <LinkButton to={at(page - 1)} rel="prev" icon="left">
              {t("edition.previous")}
            </LinkButton>
          ) : null}
          {page < last ? (
            <LinkButton to={at(page + 1)} rel="next" iconAfter="right">
              {t("edition.next")}
            </LinkButton>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}

/** Whether all that were qualified are looked at, or the finalists. */
export function WhichField({ which }: { which: Portrayed }): ReactNode {
  const { t } = useTranslation("portrait");
  return (
    <SelectField
      name="of"
      label={t("edition.which")}
      placeholder={null}
      options={portrayed.map((value) => ({ value, label: t(`edition.${value}`) }))}
      defaultValue={which}
    />
  );
}
