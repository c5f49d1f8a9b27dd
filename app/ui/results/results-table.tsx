import type { i18n } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Locale } from "~/locales/locale.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import { type Rule, type TieStep, tieStepKind, trimming } from "~/rules/standings/rule.ts";
import type { EntryWords, Labelled, Titled } from "~/rules/standings/score-board.ts";
import type { RoundFigures, RoundStandings, Standing } from "~/rules/standings/standing.ts";
import { type Column, DataTable } from "../data-table.tsx";
import { byGroup } from "./by-group.ts";
import { HowDetails, HowLink, tellsHow } from "./how-total.tsx";
import { laterSentences, roundingWords, totalWord } from "./later-sentences.ts";

interface Props {
  standings: Pick<RoundStandings, "rule" | "standings"> & RoundFigures;
  /** Words by key. */
  criteria: Map<string, string>;
  groups: Map<string, string>;
  nameOf: (standing: Standing) => EntryName;
  /** What is said below the name besides: who brought it, what it has won. */
  moreOf?: (standing: Standing) => string[];
  /** For those who check: how many sheets counted, and what was dropped. */
  detailed?: boolean;
  /** Sets the first three places apart, in gold. */
  honours?: boolean;
  /** What single judges gave stands in "how this total came about": not where the edition does not publish it. */
  withJudges?: boolean;
  /** Where one entry's result is read by itself, with how its total came about; where the page has the whole list open, nowhere. */
  oneOf?: (entry: string) => string;
  /** The heading's rank of a group's name. */
  level?: 2 | 3;
}

/** In longer lists the steps of every total would be most of the page: there each leads to a page of its own. */
export const mostExplained = 300;

/** Released results: rank, entry, group and total, with the reason where equals stand apart. */
export function ResultsTable(props: Props): ReactNode {
  const {
    standings,
    criteria,
    groups,
    nameOf,
    moreOf,
    detailed,
    honours,
    withJudges = false,
    oneOf,
    level = 2,
  } = props;
  const { t, i18n } = useTranslation(["results", "ui"]);
  const notesOf = useStandingNotes(useTieStep(criteria));
  const Heading = `h${level}` as const;
  const grouped = standings.rule.groups === "together" && standings.standings.some((each) => each.group !== null);
  const groupOf = ({ group }: Standing) => (grouped && group !== null ? [groups.get(group) ?? group] : []);
  const droppedOf = ({ dropped }: Standing) =>
    dropped
      .map(({ judge, value, why, criterion }) =>
        criterion === undefined
          ? t("note.droppedItem", { judge, value, why: t(`cell.${why}`) })
          : t("note.droppedItemOf", {
              criterion: criteria.get(criterion) ?? criterion,
              judge,
              value,
              why: t(`cell.${why}`),
            }),
      )
      .join(t("note.join"));
  const explains = tellsHow(standings);
  const how = explains && standings.standings.length <= mostExplained;
  const columns: Column<Standing>[] = [
    { key: "rank", header: t("ui:word.rank"), narrow: true, numeric: true, cell: ({ rank }) => rankOf(rank) },
    {
      key: "entry",
      header: t("ui:term.entry"),
      rowHeader: true,
      cell: (standing) => (
        <>
          <span className="me-2 font-normal text-ink-soft">{nameOf(standing).number}</span>
          {nameOf(standing).title}
          <Notes
            notes={[...(moreOf?.(standing) ?? []), ...groupOf(standing), ...notesOf(standing, nameOf(standing).absent)]}
          />
          {how ? (
            <HowDetails
              standing={standing}
              rule={standings.rule}
              figures={standings}
              criteria={criteria}
              withoutJudges={!withJudges}
              open={standings.standings.length === 1}
            />
          ) : explains && oneOf ? (
            <HowLink standing={standing} to={oneOf(standing.entry)} />
          ) : null}
        </>
      ),
    },
    ...(detailed
      ? [
          {
            key: "counted",
            header: t("ui:term.sheet"),
            cell: (standing: Standing) => (
              <Notes
                notes={[
                  t("note.counted", { counted: standing.counted, sheets: standing.sheets }),
                  ...(standing.dropped.length > 0 ? [t("note.dropped", { list: droppedOf(standing) })] : []),
                ]}
              />
            ),
          },
        ]
      : []),
    {
      key: "total",
      header: totalWord(i18n.t, standings.rule),
      numeric: true,
      narrow: true,
      cell: ({ total }) => <span className="font-semibold">{total ?? "–"}</span>,
    },
  ];
  return (
    <div className="grid gap-8">
      {byGroup(standings, groups, t("standings.noGroup")).map((ranking) => (
        <section key={ranking.title} aria-label={ranking.title ?? undefined} className="grid min-w-0 gap-3">
          {ranking.title === null ? null : <Heading className="text-xl">{ranking.title}</Heading>}
          <DataTable
            label={
              ranking.title === null ? t("standings.table") : t("standings.tableOfGroup", { group: ranking.title })
            }
            columns={columns}
            rows={ranking.standings}
            rowKey={(standing) => standing.entry}
            rowLook={({ rank }) => (honours && rank !== null && rank <= 3 ? "award" : "plain")}
          />
        </section>
      ))}
    </div>
  );
}

function rankOf(rank: number | null): ReactNode {
  return <span className="font-serif text-lg font-semibold">{rank ?? "–"}</span>;
}

/** The scoring rule as sentences that anyone can check a result by. */
export function RuleWords({ rule, criteria }: { rule: Rule; criteria: Map<string, string> }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <ul className="grid list-disc gap-1 ps-5">
      {ruleSentences(i18n.t, rule, criteria).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** The scoring rule in sentences, in the language of `t`; `criteria` are the criteria's words by key. */
export function ruleSentences(t: i18n["t"], rule: Rule, criteria: Map<string, string>): string[] {
  const { high, low, atLeast } = trimming(rule);
  const { method } = rule.combine;
  const combined = method === "trimmed-mean" ? t("results:rule.trimmed", { high, low }) : t(`results:rule.${method}`);
  const missing = rule.missing === "zero" ? "missingZero" : rule.level === "sheet" ? "missingSkipSheet" : "missingSkip";
  const { sheet, combined: combinedPlaces, points, total } = rule.places;
  const places = [
    rule.level === "sheet" && sheet !== undefined && t("results:rule.placesSheet", { count: sheet }),
    rule.level === "criterion" &&
      combinedPlaces !== undefined &&
      t("results:rule.placesCombined", { count: combinedPlaces }),
    rule.level === "criterion" && points !== undefined && t("results:rule.placesPoints", { count: points }),
    total !== undefined && !rule.placings && t("results:rule.placesTotal", { count: total }),
  ].filter((each) => each !== false);
  const sentences = [
    rule.placings?.method === "skating" ? [] : [t(`results:rule.${rule.level}`), ...(rule.placings ? [] : [combined])],
    high + low > 0 && !rule.placings ? [t("results:rule.atLeast", { count: atLeast })] : [],
    [t(`results:rule.${missing}`)],
    ...laterSentences(t, rule, criteria),
    places.length > 0 ? [...places, t(`results:rule.${roundingWords(rule)}`)] : [],
    rule.ties.length > 0
      ? [
          t("results:rule.ties", {
            steps: rule.ties
              .map((step, at) => t("results:rule.step", { number: at + 1, step: tieStepWords(t, step, criteria) }))
              .join(t("results:note.join")),
          }),
        ]
      : [],
    [t("results:rule.tiesThenShared")],
    [t(`results:rule.${rule.groups}`)],
  ];
  return sentences
    .filter((parts) => parts.length > 0)
    .map((parts) => parts.join(t("results:rule.join")) + t("results:rule.stop"));
}

/** Names a tie step in the language of the page; `criteria` are the criteria's words by key. */
export function useTieStep(criteria: Map<string, string>): (step: TieStep) => string {
  const { i18n } = useTranslation();
  return (step) => tieStepWords(i18n.t, step, criteria);
}

/** Names a tie step in the language of `t`. */
function tieStepWords(t: i18n["t"], step: TieStep, criteria: Map<string, string>): string {
  const { kind, of } = tieStepKind(step);
  return t(`ui:rule.tie.${kind}`, { named: criteria.get(of) ?? of });
}

/** The first three places of each ranking, to be seen from afar. Nothing where nobody has a place. */
export function Honours({
  standings,
  groups,
  nameOf,
}: {
  standings: Pick<RoundStandings, "rule" | "standings">;
  groups: Map<string, string>;
  nameOf: (standing: Standing) => EntryName;
}): ReactNode {
  const { t } = useTranslation("results");
  const rankings = byGroup(standings, groups, t("standings.noGroup"))
    .map((ranking) => ({ ...ranking, standings: ranking.standings.filter(isHonoured) }))
    .filter((ranking) => ranking.standings.length > 0);
  return rankings.map(({ title, standings: first }) => (
    <section key={title} className="keep-together grid gap-3">
      <h2 className="font-serif text-2xl">
        {title === null ? t("results.topThree") : t("results.topThreeOf", { group: title })}
      </h2>
      <ol className="grid gap-4 sm:grid-cols-3">
        {first.map((standing) => (
          <li
            key={standing.entry}
            className="grid content-start gap-2 rounded border border-line border-t-4 border-t-award-leaf bg-award-soft px-5 py-4"
          >
            <p className="font-serif text-lg text-award">{t("results.place", { rank: standing.rank ?? "" })}</p>
            <p className="text-balance font-serif text-xl font-semibold">{nameOf(standing).title}</p>
            <p className="text-award">
              <span className="text-2xl font-semibold">{standing.total}</span>
            </p>
          </li>
        ))}
      </ol>
    </section>
  ));
}

function isHonoured({ rank }: Standing): boolean {
  return rank !== null && rank <= 3;
}

/** Words that a page got in both languages, by key; a key without words stands for itself. */
export function labels(locale: Locale, labelled: Labelled[]): Map<string, string> {
  return new Map(labelled.map(({ key, label, labelEn }) => [key, inLocale(locale, label, labelEn)]));
}

/** The same for things with a title. */
export function titles(locale: Locale, titled: Titled[]): Map<string, string> {
  return new Map(titled.map(({ key, title, titleEn }) => [key, inLocale(locale, title, titleEn)]));
}

export interface EntryName {
  /** The number called on stage; the entry's key while nobody has one, "–" for one that was never drawn among others. */
  number: string;
  title: string;
  /** It did not appear, absent or too late. */
  absent: boolean;
}

/** How the page names an entry of the standings, which hold its key and its Chinese title. */
export function entryNames(
  locale: Locale,
  entries: EntryWords[],
): (standing: { entry: string; title: string }) => EntryName {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const isDrawn = hasNumbers(entries);
  return ({ entry: key, title }) => {
    const { number = null, titleEn = null, absent = false } = byKey.get(key) ?? {};
    return { number: entryNumber(number, key, isDrawn), title: inLocale(locale, title, titleEn), absent };
  };
}

/** What a standing's line says in words: why there, with whom, what was not as usual; `absent` where the entry did not appear. */
export function useStandingNotes(
  tieStep: (step: TieStep) => string,
): (standing: Standing, absent: boolean) => string[] {
  const { t } = useTranslation("results");
  const words = { shared: t("note.shared"), untrimmed: t("note.untrimmed") };
  const unranked = ({ total, sheets, majority, skating, lacks = [] }: Standing, absent: boolean) => {
    if (total !== null) return t("note.below");
    if (absent) return t("note.absent");
    if (lacks.some((each) => each.startsWith("kind:"))) return t("note.lacksKind");
    if ((majority === null || skating === null) && sheets > 0) return t("note.noWholeOrder");
    return lacks.some((each) => each.startsWith("carried:")) ? t("note.lacksCarried") : t("note.unranked");
  };
  return (standing, absent) => {
    const { rank, shared, partedBy, untrimmed, below = [] } = standing;
    return [
      ...(rank === null ? [unranked(standing, absent)] : below.length > 0 ? [t("note.belowMarked")] : []),
      ...(shared ? [words.shared] : []),
      ...(partedBy ? [t("note.parted", { step: tieStep(partedBy) })] : []),
      ...(untrimmed && rank !== null ? [words.untrimmed] : []),
    ];
  };
}

/** The notes below each other, small. */
export function Notes({ notes }: { notes: string[] }): ReactNode {
  return notes.length === 0 ? null : (
    <ul className="text-sm font-normal text-ink-soft">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}
