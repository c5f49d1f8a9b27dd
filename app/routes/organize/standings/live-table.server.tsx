import { createHash } from "node:crypto";
import type { AppLoadContext } from "@remix-run/node";
import { LRUCache } from "lru-cache";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider, useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/locale.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import {
  type DeskMarks,
  type DeskTable,
  mostUnfolded,
  standingsDesk,
  standingsTable,
} from "~/reads/standings/standings-desk.ts";
import { type Prize, prizesOfRound } from "~/rules/awards/prizes.ts";
import { expectedSheets } from "~/rules/standings/score-board.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import { whyRanks } from "~/rules/standings/why-rank.ts";
import { Callout } from "~/ui/callout.tsx";
import { Figure } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import { HowTotal, tellsHow } from "~/ui/results/how-total.tsx";
import { MarksTable } from "~/ui/results/marks-table.tsx";
import { labels, RuleWords } from "~/ui/results/results-table.tsx";
import type { SheetCell } from "~/ui/results/sheet-cells.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findPrizes } from "~db/queries/awards/awards.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { useCalled } from "./called.ts";
import { FlatJudges } from "./normalised-card.tsx";
import { StandingsTable, unfoldId, useWhyRank } from "./standings-table.tsx";

export interface LiveTableProps {
  desk: DeskTable & Partial<DeskMarks> & { prizes: Prize[] };
  judging: boolean;
  /** The entry that unfolds. */
  asked: string | null;
  timeZone: string;
}

/** The table as HTML in its lines: each begins where an entry's does, the first one is what stands before them; and what they are known by. */
interface LiveLines {
  lines: string[];
  /** A digest a line, of `digestLength` characters each: who holds them says so, to any instance. */
  held: string;
}

const tables = new LRUCache<string, LiveLines>({
  maxSize: 32 * 1024 * 1024,
  sizeCalculation: ({ lines, held }, key) => lines.reduce((all, { length }) => all + length, held.length + key.length),
});
const digestLength = 8;
/** Of one table's look in one language: each entry's line as it was last rendered, and of what. */
export type Lines = Map<string, { of: string; html: string }>;
const linesOfTables = new LRUCache<string, Lines>({ max: 20 });

/**
 * The table as HTML: rendered once for everybody who may see it and reads this language, and of a long one only the lines
 * that changed since it was rendered last.
 */
export function liveTable(roundId: number, locale: Locale, props: LiveTableProps): LiveLines {
  const { desk, ...more } = props;
  const key = JSON.stringify([roundId, locale, desk.revision, desk.at, desk.prizes, more]);
  const known = tables.get(key);
  if (known !== undefined) return known;
  const { standings, board } = desk;
  // What is the same for all lines; a rule's settings say which columns and notes there are
  const look = [
    standings.rule,
    board.criteria,
    board.groups,
    board.judges,
    board.asked === null,
    desk.prizes.length > 0,
  ];
  const html = markup(locale, <LiveTable {...props} lines={linesOf(JSON.stringify([roundId, locale, look]))} />);
  const lines = html.split(/(?=<tr data-line)/);
  const held = lines.map((line) => createHash("sha256").update(line).digest("base64url").slice(0, digestLength));
  const made = { lines, held: held.join("") };
  tables.set(key, made);
  return made;
}

/** A piece of the new table: so many lines as they are held, from that one on, or lines that are not held. */
type Piece = readonly [from: number, count: number] | string;

/**
 * How the table is put together by somebody who holds lines of these digests: what they do not hold is whole, everything else
 * says where it stands there. Who holds nothing, or nothing of it, gets all. public/live-standings.js puts it together.
 */
export function changesSince(held: string, now: LiveLines): Piece[] {
  const places = new Map<string, number>();
  for (let at = 0; at < held.length; at += digestLength)
    places.set(held.slice(at, at + digestLength), at / digestLength);
  const pieces: Piece[] = [];
  for (const [at, line] of now.lines.entries()) {
    const from = places.get(now.held.slice(at * digestLength, (at + 1) * digestLength));
    const last = pieces.at(-1);
    if (from === undefined) pieces.push(line);
    else if (typeof last === "object" && last[0] + last[1] === from) pieces[pieces.length - 1] = [last[0], last[1] + 1];
    else pieces.push([from, 1]);
  }
  return pieces;
}

/** What the desk's table of the round is made of, and its lines; `asked` names the entry that unfolds. */
export async function readLiveTable(
  db: AppLoadContext["db"],
  round: Pick<Round, "id" | "editionId" | "kind" | "timeZone" | "stage">,
  { asked, locale }: { asked: string | null; locale: Locale },
) {
  const prizes = await findPrizes(db, round.editionId, round.kind);
  const table = await standingsTable(db, round.id);
  // Of a long round the marks are read only where an entry is to unfold
  const desk = asked !== null && table && !table.judged ? await standingsDesk(db, round.id) : table;
  if (!desk) return null;
  const { timeZone, stage } = round;
  const props = { desk: { ...desk, prizes }, asked, timeZone, judging: stage === "judging" };
  return { desk, prizes, made: liveTable(round.id, locale, props) };
}

function linesOf(look: string): Lines {
  const lines: Lines = linesOfTables.get(look) ?? new Map();
  linesOfTables.set(look, lines);
  return lines;
}

/** The entry's line as it was rendered last, where nothing of what it is made of (`of`) has changed since. */
export function cachedLine(lines: Lines, { entry, of }: { entry: string; of: string }, render: () => string): string {
  const known = lines.get(entry);
  if (known?.of === of) return known.html;
  const html = render();
  lines.set(entry, { of, html });
  return html;
}

function markup(locale: Locale, element: ReactElement): string {
  return renderToStaticMarkup(<I18nextProvider i18n={i18nFor(locale)}>{element}</I18nextProvider>);
}

function LiveTable({ desk, judging, asked, timeZone, lines }: LiveTableProps & { lines: Lines }): ReactNode {
  const { t } = useTranslation(["results", "ui", "standing"]);
  const locale = useLocale();
  const { standings, board, revision, judged, votes = [] } = desk;
  const criteria = labels(locale, board.criteria);
  const called = useCalled(board, standings.standings);
  const why = useWhyRank({ rule: standings.rule, criteria, called: called.short, votes, timeZone });
  const entries = standings.standings.length;
  const expected = expectedSheets(board, entries);
  if (entries === 0) return <EmptyState title={t("standings.noEntries")}>{t("standings.noEntriesMend")}</EmptyState>;
  const whole = (entry: string) => entries <= mostUnfolded || entry === asked;
  const hasHow = tellsHow(standings);
  const whys = new Map((judged ? whyRanks(judged) : []).map((each) => [each.entry, each]));
  const sheets = Map.groupBy(judged?.sheets ?? [], ({ entry }) => entry);
  const prizes = prizesOfRound(standings.standings, { groups: standings.rule.groups, prizes: desk.prizes });
  const prizeOf = (entry: string) =>
    prizes
      .get(entry)
      ?.map(({ title, titleEn }) => inLocale(locale, title, titleEn))
      .join(t("standing:prizeJoin")) ?? null;
  const line = (standing: Standing, given: { cells: SheetCell[]; name: string }, render: () => ReactElement) => {
    const { entry } = standing;
    if (whole(entry)) return markup(locale, render());
    const prize = prizes.size > 0 ? prizeOf(entry) : false;
    return cachedLine(lines, { entry, of: JSON.stringify([standing, given, prize]) }, () => markup(locale, render()));
  };
  return (
    <>
      {judging ? (
        <Callout kind="warn" title={t("standings.provisional")}>
          {t("standings.provisionalMend")}
        </Callout>
      ) : null}
      <FlatJudges desk={desk} />
      <div className="flex flex-wrap gap-x-12 gap-y-4">
        <Figure value={entries} label={t("standings.entries")} />
        <Figure value={standings.standings.filter((each) => each.rank !== null).length} label={t("standings.ranked")} />
        <Figure
          value={t("standings.sheetsOf", { done: board.sheets.length, expected })}
          label={t("standings.sheets")}
          note={t("standings.revision", { revision, time: formatSeconds(new Date(desk.at), timeZone) })}
        />
        <Figure value={board.recusals.length} label={t("standings.recusals")} />
      </div>
      <StandingsTable
        standings={standings}
        board={board}
        prizeOf={prizes.size > 0 ? prizeOf : null}
        keep={entries > mostUnfolded ? line : null}
        unfold={(standing, cells) => (
          <Unfold
            address={`/organize/rounds/${standings.round}/standings`}
            entry={standing.entry}
            name={called.whole(standing.entry)}
            whole={whole(standing.entry)}
            open={standing.entry === asked}
          >
            {() => ({
              why: why(standing, whys.get(standing.entry) ?? null),
              how: hasHow ? { rule: standings.rule, figures: standings, criteria } : undefined,
              marks: {
                standing,
                criteria,
                cells,
                board,
                sheets: sheets.get(standing.entry) ?? [],
                byCriterion: standings.rule.level === "criterion",
              },
            })}
          </Unfold>
        )}
      />
      <section className="keep-together grid max-w-prose gap-2">
        <h3 className="text-lg">{t("rule.title")}</h3>
        <RuleWords rule={standings.rule} criteria={labels(locale, board.criteria)} />
      </section>
      <p className="print-only keep-together pt-8">
        {(["scorer", "supervisor", "head-judge"] as const).map((role) => (
          <span key={role} className="me-8 whitespace-nowrap">
            {t("standings.signHere", { role: t(`ui:role.${role}`) })} ____________________
          </span>
        ))}
      </p>
    </>
  );
}

interface UnfoldProps {
  /** Of the page. */
  address: string;
  entry: string;
  name: string;
  /** It is in the page; otherwise a link leads to the page that has it. */
  whole: boolean;
  open: boolean;
  children: () => {
    why: string;
    how?: Omit<ComponentProps<typeof HowTotal>, "standing">;
    marks: Omit<ComponentProps<typeof MarksTable>, "name">;
  };
}

/** What unfolds below an entry of the standings: why it stands there, in a sentence, and every mark of it. */
function Unfold({ address, entry, name, whole, open, children }: UnfoldProps): ReactNode {
  const { t } = useTranslation("standing");
  const words = (
    <>
      {t("unfold")}
      <span className="sr-only"> {name}</span>
    </>
  );
  if (!whole) return <a href={`${address}?entry=${encodeURIComponent(entry)}#${unfoldId(entry)}`}>{words}</a>;
  const { why, how, marks } = children();
  return (
    <details open={open}>
      <summary>{words}</summary>
      <p>{why}</p>
      {how ? <HowTotal {...how} standing={marks.standing} /> : null}
      <div className="scroll-x">
        <MarksTable {...marks} name={name} />
      </div>
    </details>
  );
}
