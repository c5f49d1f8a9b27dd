import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import type { DuplicateMark } from "~/rules/screening/duplicate.ts";
import { isNarrowed, queryOf, type ScreeningFilter, viewNameLength } from "~/rules/screening/screening-filter.ts";
import { defaultSort, isDescending, type Sort, type SortKey, sortKey } from "~/rules/screening/screening-order.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { classes } from "~/ui/classes.ts";
import type { Column } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { findListChoices, findScreeningPage } from "~db/queries/screening/screening.ts";

const looks = {
  met: ["ok", "check"],
  "by-hand": ["warn", "eye"],
  "not-met": ["danger", "cross"],
} as const;

/** What the rules of the edition say of an application; nothing where they have not been asked. */
export function EligibilityBadge({ verdict }: { verdict: string | null }): ReactNode {
  const { t } = useTranslation("screening");
  if (verdict !== "met" && verdict !== "by-hand" && verdict !== "not-met") return null;
  const [tone, icon] = looks[verdict];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`list.verdict.${verdict}`)}
    </Badge>
  );
}

export type ScreeningRow = Awaited<ReturnType<typeof findScreeningPage>>[number];

/** On a wide window a row is one line: what does not fit is cut off, and stands whole on the application's own page. */
const oneLine = "xl:truncate";

/** The marks of a page's applications, by their ids; an application without likely duplicates has none. */
export type DuplicateMarks = Partial<Record<number, DuplicateMark>>;

interface ColumnsProps {
  path: string;
  filter: ScreeningFilter;
  choices: ListChoices;
  marks: DuplicateMarks;
}

/** The columns of the list. Names of heats and people are looked up among the choices, so that rows stay light. */
export function useColumns({ path, filter, choices, marks }: ColumnsProps): Column<ScreeningRow>[] {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const query = queryOf(filter);
  const nameOf = (named: ListChoices["tracks"]) => {
    const names = new Map(named.map(({ id, title, titleEn }) => [id, inLocale(locale, title, titleEn)]));
    return (id: number | null) => (id === null ? "" : (names.get(id) ?? ""));
  };
  const round = nameOf(choices.rounds);
  const track = nameOf(choices.tracks);
  const heatTracks = new Map(choices.rounds.map(({ id, trackId }) => [id, trackId]));
  const isOtherTrack = ({ roundId, trackId }: ScreeningRow) => {
    const own = roundId === null ? null : (heatTracks.get(roundId) ?? null);
    return own !== null && trackId !== null && own !== trackId;
  };
  const group = nameOf(choices.groups);
  const recommender = nameOf(choices.recommenders);
  const screeners = new Map(choices.screeners.map(({ id, name }) => [id, name]));
  const sort = (key: SortKey) => sorting(path, filter, key);
  return [
    {
      key: "project",
      header: t("list.project"),
      rowHeader: true,
      sort: sort("title"),
      className: oneLine,
      cell: (row) => {
        const title = inLocale(locale, row.projectTitle, row.projectTitleEn);
        const address = `/organize/applications/${row.code}${query}`;
        return (
          <div className="xl:flex xl:items-baseline xl:gap-1.5">
            <Link to={address} title={title} className="xl:min-w-12 xl:truncate">
              {title}
            </Link>
            <DuplicatesLink mark={marks[row.id]} to={`${address}#duplicates`} />
            <div className="xl:min-w-0 xl:shrink-999 xl:truncate">
              <Soft mono>{row.code}</Soft>
            </div>
          </div>
        );
      },
    },
    {
      key: "leader",
      header: t("list.leader"),
      className: oneLine,
      width: "xl:w-44",
      cell: (row) => (
        <>
          {row.leaderName}
          <Soft>{row.companyName}</Soft>
        </>
      ),
    },
    {
      key: "heat",
      header: t("list.heat"),
      className: `min-w-34 ${oneLine}`,
      width: "xl:w-46",
      cell: (row) => (
        <>
          {round(row.roundId)}
          {row.wishedRoundId !== null && row.wishedRoundId !== row.roundId ? (
            <Soft>{t("list.wished", { round: round(row.wishedRoundId) })}</Soft>
          ) : null}
          <Soft>{track(row.trackId)}</Soft>
          {isOtherTrack(row) ? <Badge tone="warn">{t("list.otherTrack")}</Badge> : null}
        </>
      ),
    },
    {
      key: "group",
      header: t("list.group"),
      cell: (row) => group(row.groupId),
      className: oneLine,
      width: "xl:w-25",
      narrow: true,
    },
    {
      key: "eligibility",
      header: t("list.eligibility"),
      cell: (row) => <EligibilityBadge verdict={row.eligibility} />,
      sort: sort("eligibility"),
      width: "xl:w-27",
      narrow: true,
    },
    {
      key: "people",
      header: t("list.screener"),
      className: `min-w-34 ${oneLine}`,
      width: "xl:w-30",
      cell: (row) => (
        <>
          {row.screenerId === null ? null : (screeners.get(row.screenerId) ?? "")}
          {row.recommenderId === null ? null : (
            <Soft>{t("list.recommendedBy", { name: recommender(row.recommenderId) })}</Soft>
          )}
        </>
      ),
    },
    {
      key: "submitted",
      header: t("list.submitted"),
      cell: (row) => (row.submittedAt ? <DateTime at={row.submittedAt} kind="date" /> : null),
      sort: sort("submitted"),
      width: "xl:w-32",
      narrow: true,
    },
    {
      key: "state",
      header: t("list.state"),
      cell: (row) => (
        <div className="grid justify-items-start gap-1 xl:flex xl:flex-wrap">
          <StateBadge of="application" state={row.state} />
          {row.toBeChecked ? <Badge tone="warn">{t("list.toBeChecked")}</Badge> : null}
          {row.rewritten ? <Badge>{t("list.rewrittenYes")}</Badge> : null}
        </div>
      ),
      sort: sort("state"),
      width: "xl:w-30",
      narrow: true,
    },
  ];
}

/** How many likely duplicates an application has, leading to where they are named. Its title must stay in sight beside it. */
function DuplicatesLink({ mark, to }: { mark: DuplicateMark | undefined; to: string }): ReactNode {
  const { t } = useTranslation(["screening", "deciding"]);
  if (!mark) return null;
  const strong = mark.strength === "strong";
  return (
    <Link to={to} title={t("list.duplicatesHint")} className="block w-fit no-underline xl:flex-none">
      <Badge tone={strong ? "danger" : "warn"} icon={strong ? "stop" : "warn"}>
        {t("list.duplicates", { number: mark.count })}
        <span className="sr-only">{t(`deciding:duplicates.strength.${mark.strength}`)}</span>
      </Badge>
    </Link>
  );
}

function Soft({ children, mono }: { children: ReactNode; mono?: boolean }): ReactNode {
  if (!children) return null;
  return <small className={mono ? "font-mono" : undefined}>{children}</small>;
}

/** Where the head of a column leads: into its order, or the other way round when it is that already. */
function sorting(path: string, filter: ScreeningFilter, key: SortKey): NonNullable<Column<ScreeningRow>["sort"]> {
  const { sort = defaultSort } = filter;
  const current = sortKey(sort) === key;
  const first: Sort = key === "submitted" ? defaultSort : key;
  const other = first.startsWith("-") ? (first.slice(1) as Sort) : (`-${first}` as Sort);
  const next = current && sort === first ? other : first;
  return {
    to: path + queryOf({ ...filter, sort: next === defaultSort ? undefined : next }),
    now: current ? (isDescending(sort) ? "descending" : "ascending") : undefined,
  };
}

interface Props {
  path: string;
  filter: ScreeningFilter;
  views: ListChoices["views"];
  idempotencyKey: string;
  refused: string | null;
}

/** The person's own views: a filter and order under a name, each a link; the present one can be kept, others renamed or removed. */
export function SavedViews({ path, filter, views, idempotencyKey, refused }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const query = queryOf(filter);
  const current = views.find((view) => view.query === query);
  const worthKeeping = !current && (isNarrowed(filter) || filter.sort !== undefined);
  if (views.length === 0 && !worthKeeping) return null;
  return (
    <div className="no-print grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {views.length > 0 ? (
          <nav aria-label={t("views.label")}>
            <ul className="flex flex-wrap gap-2">
              {views.map((view) => (
                <li key={view.id}>
                  <Link
                    to={path + view.query}
                    aria-current={view === current ? "true" : undefined}
                    className={classes(
                      "inline-flex min-h-9 items-center rounded border px-3 text-sm no-underline",
                      view === current
                        ? "border-structure bg-structure-soft font-semibold text-structure"
                        : "border-line-strong bg-surface hover:bg-structure-soft",
                    )}
                  >
                    {view.name}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        {worthKeeping || current ? (
          <details className="group" open={refused !== null}>
            <summary className="flex min-h-9 items-center gap-1.5 rounded px-2 text-link text-sm">
              {current ? t("views.change") : t("views.keep")}
              <Icon name="down" className="group-open:rotate-180" />
            </summary>
            <ActionForm
              key={`${query}-${views.length}-${current?.name}`}
              idempotencyKey={idempotencyKey}
              action={path + query}
              className="mt-2 flex flex-wrap items-end gap-3 rounded border border-line bg-surface p-3"
            >
              <input type="hidden" name="view" value={current?.id ?? ""} />
              <TextField
                name="name"
                id="view-name"
                label={t("views.name")}
                width="medium"
                maxLength={viewNameLength}
                defaultValue={current?.name}
                required
                error={refused ?? undefined}
              />
              <SubmitButton intent={current ? "rename-view" : "save-view"}>
                {current ? t("views.rename") : t("views.save")}
              </SubmitButton>
              {current ? (
                <Button name="intent" value="delete-view" kind="danger" formNoValidate>
                  {t("views.remove")}
                </Button>
              ) : null}
            </ActionForm>
          </details>
        ) : null}
      </div>
      {refused ? <Callout kind="danger" live title={refused} /> : null}
    </div>
  );
}

/** What the list can be narrowed to, and the names that its rows refer to. */
export type ListChoices = Awaited<ReturnType<typeof findListChoices>>;
