import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, Form, redirectDocument, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type DeskRound, standingsDesk } from "~/reads/standings/standings-desk.ts";
import { ruleSchema, weighsCriteria } from "~/rules/standings/rule.ts";
import { fieldsOfRule, readRuleFields, ruleOfFields, type ScoringRuleFields } from "~/rules/standings/rule-fields.ts";
import { type Supposed, supposed, type WhatIf, type WhatIfPreset, whatIfPresets } from "~/rules/standings/what-if.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";
import { labels, RuleWords } from "~/ui/results/results-table.tsx";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { useCalled } from "./called.ts";
import { RuleSettings } from "./rule-settings.tsx";
import { DeskNav } from "./standings-table.tsx";

/** Nothing to press but a form that asks: the page is without React. */
export const handle = { plain: true };

const presets = Object.keys(whatIfPresets) as WhatIfPreset[];
const searchSchema = z.object({
  rule: z.enum(presets).nullable().catch(null),
  without: z.string().nullable().catch(null),
  untrimmed: z
    .literal("off")
    .transform(() => true)
    .catch(false),
});

/**
 * How the ranks would be under another rule (`?rule=PRESET`, or every setting by its name in the editor), without one judge (`&without=KEY`), with nothing dropped
 * (`&trimming=off`). Worked out here and kept nowhere; an unknown rule or judge is none.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const search = new URL(request.url).searchParams;
  const { without, ...whatIf } = searchSchema.parse({
    rule: search.get("rule"),
    without: search.get("without"),
    untrimmed: search.get("trimming"),
  });
  const desk = await standingsDesk(db, round.id);
  const fields = readRuleFields(search);
  const custom = fields && (ruleSchema.safeParse(ruleOfFields(fields)).data ?? null);
  const factors = desk?.judged.criteria.map(({ factor }) => factor) ?? [];
  const judge = desk?.judged.judges.some(({ key }) => key === without) ? without : null;
  return {
    title: i18nFor(locale).t("standing:whatIf.pageTitle", { round: inLocale(locale, round.title, round.titleEn) }),
    slug: round.slug,
    whatIf: { ...whatIf, custom, without: judge } satisfies WhatIf,
    /** As they were written; null where none were. */
    fields,
    weighs: custom !== null && weighsCriteria(custom, factors),
    desk: desk && new ServerOnly(desk),
  };
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta = titled<typeof loader>((page) => page.title);

export default function WhatIfPage(): ReactNode {
  const { t } = useTranslation(["standing", "results", "rounds"]);
  const { slug, whatIf, fields, weighs, desk } = useLoaderData<typeof loader>();
  return (
    <div className="wide-sheet grid gap-6">
      <NotTheResult />
      <SectionHead title={t("whatIf.title")} lead={t("whatIf.lead")} />
      {desk === null ? (
        <EmptyState title={t("results:standings.noRule")}>{t("results:standings.noRuleMend")}</EmptyState>
      ) : (
        <>
          <DeskNav round={slug} now="whatIf" />
          <Asking desk={desk.value} whatIf={whatIf} />
          <EverySetting desk={desk.value} fields={fields} />
          {fields && (whatIf.custom === null || weighs) ? (
            <Callout kind="warn">{weighs ? t("rounds:problem.factorsDiffer") : t("whatIf.wrong")}</Callout>
          ) : (
            <Answer desk={desk.value} whatIf={whatIf} />
          )}
        </>
      )}
    </div>
  );
}

interface Props {
  desk: DeskRound;
  whatIf: WhatIf;
}

function Asking({ desk, whatIf }: Props): ReactNode {
  const { t } = useTranslation(["standing", "rounds"]);
  const judges = desk.board.judges.map(({ key, name }) => ({ value: key, label: `${key} ${name}` }));
  return (
    <Form method="get" className="no-print flex flex-wrap items-end gap-4">
      <SelectField
        name="rule"
        label={t("whatIf.rule")}
        placeholder={t("whatIf.own")}
        defaultValue={whatIf.rule ?? ""}
        options={presets.map((value) => ({ value, label: t(`rounds:rule.preset.${value}`) }))}
      />
      <SelectField
        name="without"
        label={t("whatIf.without")}
        placeholder={t("whatIf.nobody")}
        defaultValue={whatIf.without ?? ""}
        options={judges}
      />
      <SelectField
        name="trimming"
        label={t("whatIf.trimming")}
        placeholder={t("whatIf.asRule")}
        defaultValue={whatIf.untrimmed ? "off" : ""}
        options={[{ value: "off", label: t("whatIf.untrimmed") }]}
      />
      <Button>{t("whatIf.show")}</Button>
    </Form>
  );
}

/** All settings of the rule, as the round has them or as they were written here: what is supposed instead. */
function EverySetting({ desk, fields }: { desk: DeskRound; fields: ScoringRuleFields | null }): ReactNode {
  const { t } = useTranslation("standing");
  const locale = useLocale();
  const shown = fields ?? fieldsOfRule(desk.standings.rule);
  return (
    <details className="no-print rounded border border-line bg-surface" open={fields !== null}>
      <summary className="min-h-11 cursor-pointer px-4 py-2.5 font-semibold">{t("whatIf.everySetting")}</summary>
      <Form method="get" className="group/rule grid max-w-[46rem] gap-4 p-4">
        <RuleSettings
          fields={shown}
          live={shown}
          criteria={[...labels(locale, desk.board.criteria)]}
          rounds={[]}
          at={() => undefined}
        />
        <Button className="w-fit">{t("whatIf.show")}</Button>
      </Form>
    </details>
  );
}

function Answer({ desk, whatIf }: Props): ReactNode {
  const { t } = useTranslation(["standing", "rounds"]);
  const locale = useLocale();
  const { standings, board, judged } = desk;
  const called = useCalled(board, standings.standings);
  const name = board.judges.find(({ key }) => key === whatIf.without)?.name ?? "";
  const what = [
    ...(whatIf.custom ? [t("whatIf.customIs")] : []),
    ...(whatIf.rule ? [t("whatIf.ruleIs", { rule: t(`rounds:rule.preset.${whatIf.rule}`) })] : []),
    ...(whatIf.without ? [t("whatIf.withoutIs", { judge: `${whatIf.without} ${name}` })] : []),
    ...(whatIf.untrimmed ? [t("whatIf.untrimmedIs")] : []),
  ];
  if (what.length === 0) return <EmptyState title={t("whatIf.none")}>{t("whatIf.noneMend")}</EmptyState>;
  const { rule, lines } = supposed(judged, whatIf);
  const changed = lines.filter(({ is, would }) => is.rank !== would.rank).length;
  return (
    <>
      <p>
        <span className="font-semibold">{t("whatIf.supposed", { what: what.join(t("list")) })}</span>{" "}
        {changed === 0 ? t("whatIf.unchanged") : t("whatIf.changed", { count: changed })}
      </p>
      <SupposedTable lines={lines} nameOf={called.whole} />
      <section className="keep-together grid max-w-prose gap-2">
        <h3 className="text-lg">{t("whatIf.ruleWords")}</h3>
        <RuleWords rule={rule} criteria={labels(locale, board.criteria)} />
      </section>
    </>
  );
}

/** Says on the page, and on every sheet of its print, that nothing of it is a result. */
export function NotTheResult(): ReactNode {
  const { t } = useTranslation("standing");
  return (
    <p
      data-mark={t("whatIf.mark")}
      className="not-the-result sticky top-[var(--page-top,0rem)] z-10 border-warn border-y-2 bg-warn-soft px-4 py-2 text-center font-semibold text-lg text-warn"
    >
      {t("whatIf.mark")}
    </p>
  );
}

/** Every entry as it would stand, beside how it stands. */
export function SupposedTable({ lines, nameOf }: { lines: Supposed[]; nameOf: (entry: string) => string }): ReactNode {
  const { t } = useTranslation("standing");
  const rank = ({ rank, shared }: Supposed["is"]) =>
    rank === null ? "–" : shared ? `${rank} ${t("ties.shared")}` : rank;
  const columns: Column<Supposed>[] = [
    { key: "would", header: t("whatIf.would"), numeric: true, cell: ({ would }) => rank(would) },
    { key: "entry", header: t("ties.entry"), rowHeader: true, cell: ({ entry }) => nameOf(entry) },
    { key: "change", header: t("whatIf.change"), narrow: true, cell: (line) => <Change of={line} /> },
    { key: "wouldTotal", header: t("whatIf.wouldTotal"), numeric: true, cell: ({ would }) => would.total ?? "–" },
    { key: "is", header: t("whatIf.is"), numeric: true, cell: ({ is }) => rank(is) },
    { key: "isTotal", header: t("whatIf.isTotal"), numeric: true, cell: ({ is }) => is.total ?? "–" },
  ];
  return (
    <DataTable
      label={t("whatIf.table")}
      captionHidden={false}
      dense
      columns={columns}
      rows={lines}
      rowKey={({ entry }) => entry}
      rowLook={({ is, would }) => (is.rank === would.rank ? "plain" : "current")}
    />
  );
}

function Change({ of: { gained, is, would } }: { of: Supposed }): ReactNode {
  const { t } = useTranslation("standing");
  if (gained === null) return is.rank === would.rank ? t("whatIf.same") : `${is.rank ?? "–"} → ${would.rank ?? "–"}`;
  if (gained === 0) return <span className="text-ink-soft">{t("whatIf.same")}</span>;
  return gained > 0 ? `▲ ${t("whatIf.up", { count: gained })}` : `▼ ${t("whatIf.down", { count: -gained })}`;
}
