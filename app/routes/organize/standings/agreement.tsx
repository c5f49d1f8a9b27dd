import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, Link, redirectDocument, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type AgreementView, agreementView } from "~/reads/standings/agreement-view.ts";
import { gradeOf, type IccGrade } from "~/rules/standings/agreement.ts";
import { farAway, fewestOthers } from "~/rules/standings/outliers.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDecimal } from "~/ui/format/number.ts";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import type { Tone } from "~/ui/states.ts";
import { sheetAddress } from "../scoring/paper-card.tsx";
import { AdviceCard, JudgesCard } from "./advice-card.tsx";

const mostListed = 50;

/** The marks that stand out, each with its reason and the way to its sheet. */
function OutliersCard({ view, round }: { view: AgreementView; round: string }): ReactNode {
  const { t } = useTranslation("agreement");
  const listed = view.outliers.slice(0, mostListed);
  const size = (z: number) => formatDecimal(Math.abs(z), 1);
  return (
    <Card title={t("outliers.title")}>
      <div className="grid gap-3">
        <p className="max-w-[46rem] text-pretty text-ink-soft">
          {t("outliers.lead", { far: farAway, others: fewestOthers })}
        </p>
        {listed.length === 0 ? <p className="font-semibold">{t("outliers.none")}</p> : null}
        <ul className="grid gap-2">
          {listed.map(({ entry, judge, judgeName, name: { number, title }, mark, z, rest }) => (
            <li key={`${entry}\n${judge}`} className="min-w-0">
              <Link to={sheetAddress(round, entry, judge)} className="font-semibold">
                {judge} {judgeName} · {number} {title}
              </Link>{" "}
              {t(z > 0 ? "outliers.above" : "outliers.below", { mark: formatDecimal(mark), z: size(z) })}
              {t("outliers.join")}
              {rest === null
                ? t("outliers.restNone")
                : t(rest < 0 ? "outliers.restBelow" : "outliers.restAbove", { z: size(rest) })}
            </li>
          ))}
        </ul>
        {view.outliers.length > listed.length ? (
          <p className="text-ink-soft">{t("outliers.more", { count: view.outliers.length - listed.length })}</p>
        ) : null}
      </div>
    </Card>
  );
}

const tones: Record<IccGrade, Tone> = { poor: "warn", moderate: "neutral", good: "ok", excellent: "ok" };

const figures = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k", "kendallW", "kendallWCorrected"] as const;

/** The one ICC that matters here and Kendall's W in words, and every figure with a sentence of its own. */
function FiguresCard({ view }: { view: AgreementView }): ReactNode {
  const { t } = useTranslation("agreement");
  const { agreement, matters } = view;
  const { icc, kendallW, kendallWCorrected } = agreement;
  const values = { ...icc, kendallW, kendallWCorrected };
  const icck = values[matters];
  const written = (value: number | null, places: number) =>
    value === null ? t("figures.none") : formatDecimal(value, places);
  const formatted = (figure: (typeof figures)[number]) =>
    t("figures.equals", { figure: t(`name.${figure}`), value: written(values[figure], 2) });
  return (
    <Card title={t("figures.title")}>
      <div className="grid gap-5">
        <div className="grid gap-1">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-serif text-xl font-semibold text-structure">{formatted(matters)}</span>
            {icck === null ? null : <Badge tone={tones[gradeOf(icck)]}>{t(`figures.grade.${gradeOf(icck)}`)}</Badge>}
          </p>
          <p className="max-w-[46rem] text-pretty">{icck === null ? null : t(`figures.says.${gradeOf(icck)}`)}</p>
          <p className="max-w-[46rem] text-pretty text-sm text-ink-soft">
            {t(`figures.why.${matters}`)} {t("figures.guide")}
          </p>
        </div>
        <div className="grid gap-1">
          <p className="font-serif text-xl font-semibold text-structure">{formatted("kendallWCorrected")}</p>
          <p className="max-w-[46rem] text-pretty">{t("figures.kendall")}</p>
        </div>
        <DataTable
          label={t("figures.all")}
          captionHidden={false}
          dense
          columns={[
            { key: "figure", header: t("figures.figure"), rowHeader: true, cell: (figure) => t(`name.${figure}`) },
            { key: "value", header: t("figures.value"), numeric: true, cell: (figure) => written(values[figure], 3) },
            {
              key: "meaning",
              header: t("figures.meaning"),
              className: "min-w-64",
              cell: (figure) => t(`meaning.${figure}`, { judges: agreement.judges }),
            },
          ]}
          rows={[...figures]}
          rowKey={(figure) => figure}
        />
      </div>
    </Card>
  );
}

/** Many figures and nothing to press: the page is without React. */
export const handle = { plain: true };

const searchSchema = z.object({
  criterion: z.string().nullable().catch(null),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** How far a round's judges agree, for those who see its scores; `?criterion=KEY` over one criterion's marks. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const search = new URL(request.url).searchParams;
  const { criterion, page } = searchSchema.parse({ criterion: search.get("criterion"), page: search.get("page") ?? 1 });
  const view = await agreementView(db, { roundId: round.id, criterion, locale });
  return {
    title: i18nFor(locale).t("agreement:pageTitle", { round: inLocale(locale, round.title, round.titleEn) }),
    round: round.slug,
    judging: round.stage === "judging",
    page,
    view: view && new ServerOnly(view),
  };
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function AgreementPage(): ReactNode {
  const { t } = useTranslation(["agreement", "results"]);
  const { round, judging, page, view } = useLoaderData<typeof loader>();
  return (
    <div className="wide-sheet grid gap-6">
      <SectionHead
        title={t("title")}
        lead={t("lead")}
        actions={
          <LinkButton to={`/organize/rounds/${round}/standings`} size="row" icon="left">
            {t("standings")}
          </LinkButton>
        }
      />
      {view === null ? (
        <EmptyState title={t("results:standings.noRule")}>{t("results:standings.noRuleMend")}</EmptyState>
      ) : (
        <View view={view.value} round={round} judging={judging} page={page} />
      )}
    </div>
  );
}

function View(props: { view: AgreementView; round: string; judging: boolean; page: number }): ReactNode {
  const { t } = useTranslation("agreement");
  const { view, round, judging, page } = props;
  const state = stateOf(view);
  return (
    <>
      <CriterionSwitch criteria={view.criteria} now={view.criterion} />
      {judging ? (
        <Callout kind="warn" title={t("state.judging")}>
          {t("state.judgingMend")}
        </Callout>
      ) : null}
      {state === "noMarks" ? (
        <EmptyState title={t("state.noMarks")}>{t("state.noMarksMend")}</EmptyState>
      ) : (
        <>
          <Compared view={view} />
          {state === null ? (
            <FiguresCard view={view} />
          ) : (
            <Callout title={t(`state.${state}`)}>{t(`state.${state}Mend`)}</Callout>
          )}
          <JudgesCard view={view} />
          <OutliersCard view={view} round={round} />
          <AdviceCard view={view} page={page} />
        </>
      )}
    </>
  );
}

/** Why there is no agreement to speak of; null where there is. */
function stateOf({ agreement: { judges, entries, icc, kendallW } }: AgreementView) {
  if (judges === 0) return "noMarks";
  if (judges === 1) return "oneJudge";
  if (entries < 2) return "fewEntries";
  return kendallW === null && Object.values(icc).every((value) => value === null) ? "alike" : null;
}

/** How many judges and entries are compared, and who is left out. */
function Compared({ view }: { view: AgreementView }): ReactNode {
  const { t } = useTranslation("agreement");
  const { agreement, entries, judges, judgesLeftOut, criteria, criterion } = view;
  const panel = judges.length + judgesLeftOut.length;
  const names = judgesLeftOut.map(({ key, name }) => `${key} ${name}`).join(t("compared.join"));
  return (
    <section aria-label={criteria.find(({ key }) => key === criterion)?.label ?? t("of.totals")} className="grid gap-3">
      <div className="flex flex-wrap gap-x-12 gap-y-4">
        <Figure value={t("compared.of", { compared: judges.length, all: panel })} label={t("compared.judges")} />
        <Figure value={t("compared.of", { compared: agreement.entries, all: entries })} label={t("compared.entries")} />
      </div>
      <p className="max-w-[46rem] text-pretty text-ink-soft">
        {t("compared.sentence")}{" "}
        {agreement.entries < entries ? t("compared.leftOut", { count: entries - agreement.entries }) : null}{" "}
        {judgesLeftOut.length > 0 ? t("compared.judgesLeftOut", { names }) : null}
      </p>
    </section>
  );
}

interface Props {
  criteria: { key: string; label: string }[];
  /** The chosen one's key; null: the sheets' totals. */
  now: string | null;
}

/** Whether totals are compared or one criterion's marks, as links that work without a script. */
function CriterionSwitch({ criteria, now }: Props): ReactNode {
  const { t } = useTranslation("agreement");
  const choices = [{ key: null, label: t("of.totals") }, ...criteria];
  return (
    <nav aria-label={t("of.label")} className="no-print">
      <ul className="flex flex-wrap gap-2">
        {choices.map(({ key, label }) => (
          <li key={key ?? ""}>
            <Link
              to={key === null ? "?" : `?criterion=${encodeURIComponent(key)}`}
              aria-current={key === now ? "page" : undefined}
              className={classes(
                "inline-flex min-h-9 items-center rounded border px-3 text-sm no-underline hover:underline",
                key === now
                  ? "border-structure bg-structure-soft font-semibold text-structure"
                  : "border-line-strong bg-surface text-ink",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
