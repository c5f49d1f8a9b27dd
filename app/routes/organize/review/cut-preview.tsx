import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Candidate, CutPlan } from "~/rules/review/cut.ts";
import { Badge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { CutPage } from "./cut.tsx";
import { choiceFields } from "./cut-choice.ts";

/** How many of those who are out stand in a list; the rest are counted. */
const mostOut = 60;

/** Who would go on, who shares the line, who would not; and the act that does exactly this or nothing. */
export function CutPreview({ plan, page, reason }: { plan: CutPlan; page: CutPage; reason?: string }): ReactNode {
  const { t } = useTranslation("review");
  const locale = useLocale();
  const heatOf = (slug: string) => page.heats.find((heat) => heat.slug === slug);
  const titleOf = (slug: string) => inLocale(locale, heatOf(slug)?.title ?? slug, heatOf(slug)?.titleEn ?? null);
  const groupOf = (key: string | null) => {
    const group = page.groups.find((each) => each.key === key);
    return group ? inLocale(locale, group.title, group.titleEn) : t("cut.noGroup");
  };
  const going = plan.lines.reduce((sum, line) => sum + line.in.length, 0);
  const others = plan.lines.reduce((sum, line) => sum + line.out.length, 0);
  const out = page.choice.others;
  return (
    <section aria-label={t("cut.previewTitle")} className="grid gap-5">
      {plan.overfull.map(({ heat, going, free }) => (
        <Callout key={heat} kind="danger" title={t("cut.overfull", { heat: titleOf(heat), going, free })} />
      ))}
      {plan.unplaced.length > 0 ? (
        <Callout kind="warn" title={t("cut.unplaced", { count: plan.unplaced.length })}>
          {plan.unplaced.map(({ title }) => title).join(t("panel.and"))}
        </Callout>
      ) : null}
      {plan.lines
        .filter((line) => line.in.length + line.out.length > 0)
        .map((line) => {
          const heading = page.choice.byGroup
            ? t("cut.lineOfGroup", { heat: titleOf(line.heat), group: groupOf(line.group), places: line.places })
            : t("cut.line", { heat: titleOf(line.heat), places: line.places });
          return (
            <Card key={`${line.heat} ${line.group}`} title={heading} flush>
              {line.shared.length > 0 ? (
                <div className="p-4">
                  <Callout kind="warn" title={t("cut.shared", { count: line.shared.length })}>
                    {t(page.choice.ties === "all" ? "cut.sharedIn" : "cut.sharedOut")}
                  </Callout>
                </div>
              ) : null}
              <DataTable
                label={heading}
                dense
                columns={[
                  { key: "rank", header: t("cut.rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "–" },
                  {
                    key: "project",
                    header: t("word.project"),
                    rowHeader: true,
                    cell: (row) => `${row.entry} ${row.title}`,
                  },
                  { key: "total", header: t("cut.total"), numeric: true, cell: ({ total }) => total ?? "–" },
                  {
                    key: "side",
                    header: t("cut.outcome"),
                    cell: (row) => (
                      <span className="flex flex-wrap gap-2">
                        {line.in.includes(row) ? (
                          <Badge tone="ok" icon="check">
                            {t("cut.in")}
                          </Badge>
                        ) : (
                          <Badge>{t(`cut.${out}`)}</Badge>
                        )}
                        {isShared(row, line.shared) ? <Badge tone="warn">{t("cut.onLine")}</Badge> : null}
                      </span>
                    ),
                  },
                ]}
                rows={[...line.in, ...line.out.slice(0, mostOut)]}
                rowKey={({ id }) => String(id)}
                rowLook={(row) => (line.in.includes(row) ? "plain" : "soft")}
              />
              {line.out.length > mostOut ? (
                <p className="p-4 text-ink-soft">{t("preview.more", { count: line.out.length - mostOut })}</p>
              ) : null}
            </Card>
          );
        })}
      {plan.overfull.length === 0 && going + others > 0 ? (
        <ConfirmForm
          intent="cut"
          kind="primary"
          opener={t("cut.apply", { going, others })}
          consequence={t(`cut.consequence-${out}`, { going, others })}
          confirm={t("cut.applyDo")}
          reason={false}
          hidden={Object.fromEntries([
            ...choiceFields(page.choice),
            ["digest", plan.digest],
            ["idempotencyKey", page.idempotencyKey],
            ...(out === "waiting" ? [["reason", t("cut.usualReason")]] : []),
          ])}
        >
          {out === "ineligible" ? (
            <TextAreaField
              name="reason"
              label={t("cut.reason")}
              hint={t("cut.reasonHint")}
              defaultValue={reason ?? t("cut.usualReason")}
              rows={2}
              max={1000}
              required
            />
          ) : null}
        </ConfirmForm>
      ) : null}
    </section>
  );
}

function isShared({ id }: Candidate, shared: readonly Candidate[]): boolean {
  return shared.some((each) => each.id === id);
}
