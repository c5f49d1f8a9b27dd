import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { NextStep } from "~/rules/rounds/readiness.ts";
import { deskStageOf, type RoundKind, type RoundStage } from "~/rules/rounds/round.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { Pages } from "~/ui/pages.tsx";
import { useLocale } from "~/ui/steps.tsx";

export interface DeskRow {
  slug: string;
  kind: RoundKind;
  title: string;
  titleEn: string | null;
  startsAt: Date | null;
  timeZone: string;
  stage: RoundStage;
  setup: { entries: number; judges: number };
  next: NextStep;
  /** The page of the next step, when it is this person's to do there; else the round's own page names who does it. */
  to: string | null;
  /** The round's own page, as far as this person may open one. */
  home: string | null;
  mine: boolean;
}

/** An edition's rounds as the desk lists them. */
export interface DeskList {
  /** Whether there are more than are shown whole, so that one looks for them by name. */
  long: boolean;
  search: string;
  whole: DeskRow[];
  /** How many the search finds besides, and a page of them. */
  others: number;
  lines: Pick<DeskRow, "slug" | "title" | "titleEn" | "next" | "to" | "mine">[];
  page: number;
  aPage: number;
}

interface Props extends DeskList {
  label: string;
  /** The edition's slug. */
  edition: string;
  /** Whether this person makes its rounds. */
  setsUp: boolean;
}

/** An edition's rounds, each with its stage and its next step named and linked; of very many the most as a line each, and a search. */
export function RoundsTable({ label, edition, setsUp, long, search, whole, ...rest }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  return (
    <>
      {long ? <FindRound edition={edition} search={search} /> : null}
      {whole.length > 0 ? (
        <WholeRounds label={label} rounds={whole} />
      ) : search ? (
        <EmptyState title={t("desk.noneOfName")} />
      ) : (
        <EmptyState title={t("desk.noRounds")}>
          <p>{t("desk.noRoundsWhat")}</p>
          <p>{t(setsUp ? "desk.noRoundsBegin" : "desk.noRoundsWait")}</p>
        </EmptyState>
      )}
      {rest.others > 0 ? <OtherRounds edition={edition} search={search} {...rest} /> : null}
    </>
  );
}

function FindRound({ edition, search }: Pick<Props, "edition" | "search">): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  return (
    <Form method="get" role="search" className="no-print flex flex-wrap items-end gap-3">
      <input type="hidden" name="edition" value={edition} />
      <TextField
        key={search}
        name="search"
        id={`search-${edition}`}
        type="search"
        label={t("desk.find")}
        defaultValue={search}
        maxLength={100}
        width="medium"
        autoComplete="off"
      />
      <Button icon="search">{t("ui:action.search")}</Button>
      {search ? (
        <LinkButton to="/organize" kind="quiet">
          {t("ui:action.clear")}
        </LinkButton>
      ) : null}
    </Form>
  );
}

/** The rounds that are not shown whole: their names, and their next steps. */
function OtherRounds({
  edition,
  search,
  others,
  lines,
  page,
  aPage,
}: Pick<Props, "edition" | "search" | "others" | "lines" | "page" | "aPage">): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  return (
    <div className="grid gap-3">
      <h3 className="font-semibold">{t("desk.others", { count: others })}</h3>
      <ul className="gap-x-8 sm:columns-2 lg:columns-3">
        {lines.map((round) => (
          <li key={round.slug}>
            <LinkedIf to={round.to}>{inLocale(locale, round.title, round.titleEn)}</LinkedIf>
            {" · "}
            {round.mine ? <strong>{t(`next.${round.next}`)}</strong> : t(`next.${round.next}`)}
          </li>
        ))}
      </ul>
      <Pages page={page} aPage={aPage} total={others} query={{ edition, search }} />
    </div>
  );
}

function WholeRounds({ label, rounds }: { label: string; rounds: DeskRow[] }): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const locale = useLocale();
  const columns: Column<DeskRow>[] = [
    {
      key: "round",
      header: t("desk.round"),
      rowHeader: true,
      cell: (round) => (
        <>
          <LinkedIf to={round.home}>{inLocale(locale, round.title, round.titleEn)}</LinkedIf>
          <span className="block text-sm font-normal text-ink-soft">{t(`ui:kind.${round.kind}`)}</span>
        </>
      ),
    },
    {
      key: "when",
      header: t("desk.when"),
      cell: (round) =>
        round.startsAt ? (
          <DateTime at={round.startsAt} timeZone={round.timeZone} />
        ) : (
          <span className="text-ink-soft">{t("desk.undated")}</span>
        ),
    },
    {
      key: "stage",
      header: t("desk.stage"),
      narrow: true,
      cell: (round) => <StateBadge of="round" state={deskStageOf(round.stage, round.kind)} />,
    },
    { key: "entries", header: t("desk.entries"), numeric: true, narrow: true, cell: (round) => round.setup.entries },
    { key: "judges", header: t("desk.judges"), numeric: true, narrow: true, cell: (round) => round.setup.judges },
    {
      key: "next",
      header: t("desk.next"),
      cell: (round) => (
        <LinkedIf to={round.to ?? round.home} className={round.mine ? "font-semibold" : "text-ink-soft"}>
          {t(`next.${round.next}`)}
        </LinkedIf>
      ),
    },
  ];
  return <DataTable label={label} columns={columns} rows={rounds} rowKey={(round) => round.slug} />;
}

/** A link where there is somewhere to go, else the words alone. */
function LinkedIf({
  to,
  className,
  children,
}: {
  to: string | null;
  className?: string;
  children: ReactNode;
}): ReactNode {
  if (to === null) return <span className={className}>{children}</span>;
  return (
    <Link to={to} className={className}>
      {children}
    </Link>
  );
}
