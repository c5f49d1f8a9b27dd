import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { useEntryName } from "~/ui/entry-name.ts";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { formatDate, formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { AdvancementPage, ShownPlan } from "./advancement.tsx";

interface Props {
  page: AdvancementPage;
  plan: ShownPlan;
}

/** Whether the line is drawn, what is missing, where it no longer agrees; and the act that draws exactly what is shown. */
export function State({ page, plan }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  const locale = useLocale();
  const { drawn, final } = page;
  const drawnAt = drawn ? formatDateTime(drawn.at, locale) : "";
  return (
    <section aria-label={drawn ? t("now.drawn", drawn) : t("now.notDrawn")} className="grid gap-4">
      {drawn ? (
        <Callout
          kind="ok"
          title={t("now.drawn", drawn)}
          action={
            final ? (
              <LinkButton to={`/organize/rounds/${final.slug}/run-sheet`} iconAfter="arrow">
                {t("now.toFinal")}
              </LinkButton>
            ) : undefined
          }
        >
          {t("now.drawnText", { by: drawn.by, at: drawnAt, projects: final?.entries ?? 0 })}
        </Callout>
      ) : (
        <Callout title={t("now.notDrawn")}>{t("now.notDrawnText")}</Callout>
      )}
      {final?.begun ? <Callout title={t("gap.begun")}>{t("gap.begunMend")}</Callout> : null}
      <Gaps page={page} plan={plan} />
      <Differences plan={plan} />
      <Draw page={page} plan={plan} />
    </section>
  );
}

function Gaps({ page, plan: { gaps } }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  const locale = useLocale();
  const titleOf = (slug: string) => page.heats.find((heat) => heat.slug === slug)?.title ?? slug;
  const join = t("gap.join");
  const notices = gaps.onNotice.map(({ heat, endsOn }) =>
    endsOn === null
      ? t("gap.noticeNone", { heat: titleOf(heat) })
      : t("gap.noticeUntil", { heat: titleOf(heat), date: formatDate(endsOn, locale) }),
  );
  const bars = (page.drawn ?? page)?.rule?.afterNotice === true;
  return (
    <>
      {gaps.missing.length > 0 ? (
        <Callout kind="warn" title={t("gap.missing", { heats: gaps.missing.map(titleOf).join(join) })}>
          {t("gap.missingMend")}
        </Callout>
      ) : null}
      {notices.length > 0 && !page.final?.begun ? (
        <Callout kind={bars ? "danger" : "warn"} title={t("gap.notice", { heats: notices.join(join) })}>
          {t(bars ? "gap.noticeBars" : page.drawn ? "gap.noticeDrawn" : "gap.noticeWarn")}
        </Callout>
      ) : null}
      {gaps.undecided > 0 ? (
        <Callout kind="warn" title={t("gap.undecided", { count: gaps.undecided })}>
          {t("gap.undecidedMend")}
        </Callout>
      ) : null}
    </>
  );
}

/** Entry by entry, what has changed since the line was drawn. */
function Differences({ plan: { differences, corrected } }: Pick<Props, "plan">): ReactNode {
  const { t } = useTranslation("advancement");
  const nameOf = useEntryName();
  if (differences.length === 0)
    return corrected.length > 0 ? (
      <Callout kind="warn" title={t("differ.corrected", { heats: corrected.join(t("gap.join")) })}>
        {t("differ.correctedText")}
      </Callout>
    ) : null;
  const words = (line: (typeof differences)[number]["was"] | (typeof differences)[number]["now"]) => {
    if (!line) return t("differ.nothing");
    const standing = t(`outcome.${line.standing}`);
    const { rank, total } = line;
    return rank && total ? t("differ.line", { standing, rank, total }) : t("differ.unranked", { standing });
  };
  return (
    <>
      <Callout kind="danger" title={t("differ.title")}>
        {t("differ.text")}
      </Callout>
      <DataTable
        label={t("differ.label")}
        dense
        rows={differences}
        rowKey={({ heat, entry }) => `${heat} ${entry}`}
        columns={[
          {
            key: "project",
            header: t("line.project"),
            rowHeader: true,
            cell: ({ heat, entry, number, isDrawn, title }) =>
              `${heat} · ${nameOf({ number, isDrawn, title, key: entry })}`,
          },
          { key: "was", header: t("differ.was"), cell: ({ was }) => words(was) },
          { key: "now", header: t("differ.now"), cell: ({ now }) => words(now) },
        ]}
      />
    </>
  );
}

/** Offered while something would come of it: before the first line, and where it would now be another. */
function Draw({ page, plan }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  const { final, drawn, rule, heats, idempotencyKey } = page;
  const { gaps, counts, digest } = plan;
  const barred = gaps.undecided > 0 || (rule?.afterNotice && gaps.onNotice.length > 0);
  if (!final || final.begun || barred || (drawn && !plan.redrawable)) return null;
  const missing = heats.filter(({ slug }) => gaps.missing.includes(slug)).map(({ title }) => title);
  return (
    <ConfirmForm
      intent="draw"
      kind="primary"
      opener={t(drawn ? "draw.again" : "draw.open")}
      consequence={t("draw.what", { ...counts, final: final.title })}
      confirm={t("draw.do")}
      reason={false}
      hidden={{ digest, idempotencyKey }}
    >
      {missing.length > 0 ? (
        <CheckboxField name="without" label={t("draw.without", { heats: missing.join(t("gap.join")) })} />
      ) : null}
    </ConfirmForm>
  );
}
