import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { ApplicationProgress, PublishedProgress, RoundProgress } from "~/reads/applications/progress.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout, type CalloutKind } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { AdjustmentWords } from "~/ui/score/adjustment-words.tsx";
import { Timeline, type TimelineItem, useLocale } from "~/ui/steps.tsx";
import type { ApplicationView } from "./application.server.ts";

type Shown = Exclude<ApplicationState, "draft" | "returned">;
const kinds: Record<Shown, CalloutKind> = {
  submitted: "info",
  qualified: "ok",
  ineligible: "warn",
  waiting: "info",
  withdrawn: "info",
};

/** What became of the application in screening, and what is asked of its people now. */
export function StateNotice({ view, state }: { view: ApplicationView; state: Shown }): ReactNode {
  const { t } = useTranslation(["apply", "runSheet"]);
  const locale = useLocale();
  const { heat, progress, handedIn, code } = view;
  const over = progress?.heat.over ?? false;
  const text = state !== "qualified" ? state : progress === null ? "reviewed" : over ? "held" : state;
  return (
    <Callout
      kind={kinds[state]}
      title={t(`view.state.${state}.title`, { round: inLocale(locale, heat.title, heat.titleEn) })}
      action={
        progress && !over ? (
          <LinkButton to={`/apply/${code}/invitation`} icon="file">
            {t("runSheet:invitation.open_link")}
          </LinkButton>
        ) : undefined
      }
    >
      <p className="wrap-anywhere whitespace-pre-line">
        {text === "reviewed" || text === "held"
          ? t(`view.${text}`)
          : t(`view.state.${text}.text`, { reason: view.reason ?? "" })}
      </p>
      {handedIn ? (
        <p className="text-sm">
          {t("view.submittedAt")} <DateTime at={handedIn.submittedAt} />
        </p>
      ) : null}
    </Callout>
  );
}

/** The way of the project from its heat to the award, as far as it has come. */
export function ProgressCard({ code, progress }: { code: string; progress: ApplicationProgress }): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const { heat, advancement, final } = progress;
  const moments = [
    ...useMoments(heat, code),
    ...(advancement ? [{ title: t(`progress.advancement.${advancement}`), state: "done" as const }] : []),
    ...useMoments(final, code),
  ];
  // What comes next is one thing: the first that is not done
  const next = moments.findIndex(({ state }) => state === "todo");
  return (
    <Card title={t("progress.title")}>
      <Timeline
        label={t("progress.label", { round: inLocale(locale, heat.title, heat.titleEn) })}
        moments={moments.map((moment, at) => (at === next ? { ...moment, state: "current" as const } : moment))}
      />
    </Card>
  );
}

/** The day of a round, the place in its order, its result, its award. */
function useMoments(round: RoundProgress | null, code: string): TimelineItem[] {
  const { t } = useTranslation(["apply", "runSheet"]);
  const locale = useLocale();
  if (!round) return [];
  const { slug, kind, startsAt, timeZone, over, order, result, award, certificate } = round;
  const title = inLocale(locale, round.title, round.titleEn);
  const place = [inLocale(locale, round.city, round.cityEn), inLocale(locale, round.venue, round.venueEn)];
  const invitation = `/apply/${code}/invitation${kind === "final" ? `?round=${slug}` : ""}`;
  const held = over || result !== null;
  return [
    {
      title: round.page ? <Link to={`/heats/${slug}`}>{title}</Link> : title,
      at: startsAt ? <DateTime at={startsAt} timeZone={timeZone} /> : t("progress.open"),
      state: held ? "done" : "todo",
      detail: (
        <>
          <p>{place.filter(Boolean).join(" · ")}</p>
          {order ? <p className="font-semibold">{t("progress.order", order)}</p> : null}
          {/* The one for the heat stands above, beside what became of the application */}
          {held || kind !== "final" ? null : (
            <p className="mt-2">
              <LinkButton to={invitation} icon="file">
                {t("runSheet:invitation.open_link")}
              </LinkButton>
            </p>
          )}
        </>
      ),
    },
    {
      title: result ? <ResultLine {...result} /> : t("progress.result"),
      state: result ? "done" : "todo",
      detail: result ? (
        <ResultDetail slug={slug} {...result} />
      ) : held ? (
        <p className="text-ink-soft">{t("progress.waiting")}</p>
      ) : null,
    },
    ...(award
      ? [
          {
            title: t("progress.award", { award: inLocale(locale, award.title, award.titleEn) }),
            state: "done" as const,
            detail: (
              <div className="grid gap-2">
                {award.yuan === null ? null : <p>{formatYuan(award.yuan, locale)}</p>}
                {certificate ? (
                  <p>
                    <LinkButton to={`/apply/${code}/certificates/${certificate}`} icon="award" reloadDocument>
                      {t("progress.certificate")}
                    </LinkButton>
                  </p>
                ) : null}
              </div>
            ),
          },
        ]
      : []),
  ];
}

function ResultLine({ rank, total, absent }: PublishedProgress): ReactNode {
  const { t } = useTranslation("apply");
  if (rank !== null) return t("progress.ranked", { rank, total: total ?? "" });
  return t(absent && total === null ? "progress.absent" : "progress.unranked");
}

/** Where the whole result stands, whether it was corrected, and how it is objected to while that can be done. */
function ResultDetail({ slug, correction, notice, adjustments = [] }: PublishedProgress & { slug: string }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-1">
      <AdjustmentWords adjustments={adjustments} />
      {correction ? <p className="wrap-anywhere">{t("progress.correction", { reason: correction })}</p> : null}
      <p>
        <Link to={`/results/${slug}`} className="inline-flex min-h-8 items-center">
          {t("progress.results")}
        </Link>
      </p>
      {notice ? (
        <p>
          {t(notice.open ? "progress.noticeOpen" : "progress.noticeOver")} <DateTime at={notice.endsOn} kind="date" />
        </p>
      ) : null}
      {notice?.open ? (
        <p>
          {t("progress.objecting")}{" "}
          <Link to={`/notices/${slug}`} className="inline-flex min-h-8 items-center">
            {t("progress.object")}
          </Link>
        </p>
      ) : null}
    </div>
  );
}

/** The same in one line, for a list. */
export function StageLine({ progress }: { progress: ApplicationProgress }): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const { heat, advancement, final } = progress;
  const round = final ?? heat;
  const title = inLocale(locale, round.title, round.titleEn);
  const award = final?.award ?? heat.award;
  if (award && (final?.award || !final))
    return t("progress.line", { round: title, what: inLocale(locale, award.title, award.titleEn) });
  if (round.result)
    return (
      <>
        {t("progress.line", { round: title, what: "" })}
        <ResultLine {...round.result} />
        {advancement === "not" ? ` · ${t("progress.advancement.not")}` : null}
      </>
    );
  return (
    <>
      {final && advancement ? `${t(`progress.advancement.${advancement}`)} · ` : null}
      {t("progress.line", {
        round: title,
        what: round.over ? t("progress.waiting") : round.order ? t("progress.order", round.order) : "",
      })}
      {round.over || !round.startsAt ? null : (
        <>
          {round.order ? " · " : null}
          <DateTime at={round.startsAt} timeZone={round.timeZone} />
        </>
      )}
    </>
  );
}
