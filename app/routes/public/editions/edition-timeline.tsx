import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { instantOf } from "~/primitives/local-time.ts";
import type { EditionPageData } from "~/reads/editions/edition.ts";
import { DateTime } from "~/ui/date-time.tsx";
import { formatDateRange } from "~/ui/format/date-time.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { type StepState, Timeline } from "~/ui/steps.tsx";
import { useLocale } from "~/ui/use-locale.ts";

/** The edition's dates in order, with what is over and what is under way. */
export function EditionTimeline({ edition, registration, rounds, page, today }: EditionPageData): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  const heats = rounds.filter((round) => round.kind === "heat");
  const final = rounds.find((round) => round.kind === "final");
  const starts = heats.flatMap(({ startsAt }) => (startsAt ? [startsAt] : []));
  const [first, last] = [starts[0], starts.at(-1)];
  const moments = [
    {
      when: edition.applyOpensAt,
      title: t("timeline.opens"),
      at: edition.applyOpensAt ? <DateTime at={edition.applyOpensAt} /> : null,
      state: (registration === "before" ? "todo" : "done") as StepState,
    },
    {
      when: edition.applyClosesAt,
      title: t("timeline.closes"),
      at: edition.applyClosesAt ? <DateTime at={edition.applyClosesAt} /> : null,
      state: ({ before: "todo", open: "current", closed: "done" } as const)[registration],
    },
    {
      when: first,
      title: t("timeline.heats"),
      at: first && last ? formatDateRange(first, last, locale) : null,
      state: stateOf(heats),
    },
    ...(final
      ? [
          {
            when: final.startsAt,
            title: t("timeline.final"),
            at: final.startsAt ? <DateTime at={final.startsAt} kind="date" timeZone={final.timeZone} /> : null,
            state: stateOf([final]),
          },
        ]
      : []),
    ...page.milestones.map(({ on, title, titleEn }) => ({
      when: instantOf(`${on}T00:00`, "Asia/Shanghai"),
      title: inLocale(locale, title, titleEn),
      at: <DateTime at={on} kind="date" />,
      state: (on < today ? "done" : on === today ? "current" : "todo") as StepState,
    })),
    { when: null, title: t("timeline.landing"), state: "todo" as StepState },
  ];
  const never = Number.POSITIVE_INFINITY;
  moments.sort((a, b) => (a.when?.getTime() ?? never) - (b.when?.getTime() ?? never) || 0);
  return <Timeline label={t("timeline.title")} moments={moments} />;
}

function stateOf(rounds: EditionPageData["rounds"]): StepState {
  const over = rounds.filter(({ stage }) => stage === "closed" || stage === "published").length;
  if (rounds.length > 0 && over === rounds.length) return "done";
  return over > 0 || rounds.some(({ stage }) => stage === "judging") ? "current" : "todo";
}
