import { Link, type MetaDescriptor } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { instantOf } from "~/primitives/local-time.ts";
import type { EditionPageData } from "~/reads/editions/edition.ts";
import { useRuleWords } from "~/ui/application/finding-words.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { type Stop, TourRoute } from "~/ui/chart/tour-route.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { formatDateRange } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { type StepState, Timeline, useLocale } from "~/ui/steps.tsx";
import { AwardWinners } from "../releases/award-winners.tsx";
import { AdvancedList } from "../releases/results-view.tsx";
import { EditionHero, Organisers, Prizes, Questions, sharing } from "./edition-hero.tsx";

/** The page of an edition for everybody: what it is, when and where, how to take part, and what came of it. */
export function EditionView(page: EditionPageData): ReactNode {
  const { t } = useTranslation(["public", "ui"]);
  const published = page.rounds.filter((round) => round.stage === "published");
  return (
    <div className="grid gap-10 sm:gap-14">
      <EditionHero {...page} />
      {page.awards.length > 0 ? (
        <Part title={t("awards.title")} lead={t("awards.lead")}>
          <AwardWinners {...page} />
        </Part>
      ) : null}
      {page.rounds.length > 0 ? (
        <Part title={t("tour.title")} lead={t("tour.lead")}>
          <Tour rounds={page.rounds} />
        </Part>
      ) : null}
      {published.length > 0 ? (
        <Part title={t("results.title")} lead={t(page.marksPublic ? "results.leadMarks" : "results.lead")}>
          <Results rounds={published} />
          <p className="flex flex-wrap gap-x-6">
            <Link to="/notices" className="inline-flex min-h-11 items-center">
              {t("results.notices")}
            </Link>
            <Link to="/verify" className="inline-flex min-h-11 items-center">
              {t("results.verify")}
            </Link>
          </p>
        </Part>
      ) : null}
      {page.advanced.length > 0 ? (
        <Part title={t("advanced.title")} lead={t("advanced.lead")}>
          <Advanced rounds={published} advanced={page.advanced} />
        </Part>
      ) : null}
      <Part title={t("way.title")} lead={t("way.lead")}>
        <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[1fr_20rem]">
          <Way />
          <Card title={t("timeline.title")} level={3}>
            <EditionTimeline {...page} />
          </Card>
        </div>
      </Part>
      <Part title={t("who.title")}>
        <Who {...page} />
      </Part>
      {page.page.prizes.length > 0 ? (
        <Part title={t("prizes.title")} lead={t("prizes.lead")}>
          <Prizes prizes={page.page.prizes} />
        </Part>
      ) : null}
      {page.page.questions.length > 0 ? (
        <Part title={t("questions.title")}>
          <Questions questions={page.page.questions} />
        </Part>
      ) : null}
      {page.downloads.length > 0 ? (
        <Part title={t("downloads.title")}>
          <Downloads downloads={page.downloads} />
        </Part>
      ) : null}
      {page.page.organisers.length > 0 ? (
        <Part title={t("organisers.title")}>
          <Organisers organisers={page.page.organisers} />
        </Part>
      ) : null}
      {page.edition.contact ? (
        <p className="border-line border-t pt-5 text-ink-soft">{t("contact", { contact: page.edition.contact })}</p>
      ) : null}
    </div>
  );
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }): ReactNode {
  return (
    <section className="grid gap-6">
      <div>
        <h2 className="font-serif text-2xl sm:text-3xl">{title}</h2>
        {lead ? <p className="mt-1 max-w-prose text-ink-soft">{lead}</p> : null}
      </div>
      {children}
    </section>
  );
}

function Tour({ rounds }: Pick<EditionPageData, "rounds">): ReactNode {
  const locale = useLocale();
  const stops = rounds.map((round): Stop => {
    const { stage } = round;
    return {
      key: round.slug,
      title: inLocale(locale, round.city ?? round.title, round.cityEn ?? round.titleEn),
      subtitle:
        round.kind === "final"
          ? inLocale(locale, round.title, round.titleEn)
          : inLocale(locale, round.trackTitle, round.trackTitleEn),
      at: round.startsAt ? <DateTime at={round.startsAt} kind="date" timeZone={round.timeZone} /> : null,
      state: <StateBadge of="round" state={stage} />,
      to: `/heats/${round.slug}`,
      when: stage === "closed" || stage === "published" ? "past" : stage === "judging" ? "now" : "ahead",
      destination: round.kind === "final",
    };
  });
  return <TourRoute stops={stops} />;
}

function Results({ rounds }: Pick<EditionPageData, "rounds">): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {rounds.map((round) => (
        <li key={round.slug}>
          <Link
            to={`/results/${round.slug}`}
            className="flex h-full flex-col gap-1 rounded border border-line bg-surface px-5 py-4 no-underline hover:border-line-strong hover:shadow"
          >
            <span className="font-serif text-xl font-semibold text-structure">
              {inLocale(locale, round.title, round.titleEn)}
            </span>
            <span className="text-ink-soft">{inLocale(locale, round.trackTitle, round.trackTitleEn)}</span>
            <span className="mt-auto pt-2 underline underline-offset-4">{t("results.see")}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Advanced({ rounds, advanced }: Pick<EditionPageData, "rounds" | "advanced">): ReactNode {
  const locale = useLocale();
  return (
    <ul className="grid gap-x-10 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
      {rounds
        .map((round) => ({ round, entries: advanced.filter(({ heat }) => heat === round.slug) }))
        .filter(({ entries }) => entries.length > 0)
        .map(({ round, entries }) => (
          <li key={round.slug} className="grid content-start gap-2">
            <h3 className="font-serif text-lg">{inLocale(locale, round.title, round.titleEn)}</h3>
            <AdvancedList entries={entries} />
          </li>
        ))}
    </ul>
  );
}

function Way(): ReactNode {
  const { t } = useTranslation("public");
  const steps = ["apply", "screening", "heat", "final", "notice", "landing"] as const;
  return (
    <ol className="grid gap-x-8 gap-y-6 sm:grid-cols-2">
      {steps.map((step, at) => (
        <li key={step} className="grid grid-cols-[2.5rem_1fr] gap-x-3">
          <span aria-hidden="true" className="font-serif text-3xl leading-8 text-structure">
            {at + 1}
          </span>
          <div>
            <h3 className="text-lg">{t(`way.${step}.title`)}</h3>
            <p className="text-ink-soft">{t(`way.${step}.text`)}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Who({ tracks, groups }: Pick<EditionPageData, "tracks" | "groups">): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  const ruleWords = useRuleWords();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {groups.map((group) => (
        <Card key={group.key} title={inLocale(locale, group.title, group.titleEn)} level={3}>
          <p className="text-ink-soft">{t(group.company ? "who.company" : "who.team")}</p>
          {group.rules.length > 0 ? (
            <ul className="mt-2 grid list-disc gap-1 ps-5">
              {group.rules.map((rule) => (
                <li key={rule.ruleKey}>{ruleWords(rule)}</li>
              ))}
            </ul>
          ) : null}
        </Card>
      ))}
      {tracks.length > 0 ? (
        <Card title={t("who.tracks")} level={3} className="sm:col-span-full">
          <ul className="flex flex-wrap gap-2">
            {tracks.map((track) => (
              <li key={track.key} className="rounded bg-structure-soft px-3 py-1 text-structure">
                {inLocale(locale, track.title, track.titleEn)}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </div>
  );
}

function Downloads({ downloads }: Pick<EditionPageData, "downloads">): ReactNode {
  const locale = useLocale();
  return (
    <ul className="grid gap-x-10 sm:grid-cols-2 lg:grid-cols-3">
      {downloads.map((each) => (
        <li key={each.address}>
          <a href={each.address} rel="noreferrer" className="inline-flex min-h-11 items-center gap-2">
            <Icon name="file" />
            {inLocale(locale, each.title, each.titleEn)}
            {each.size === null ? null : <span className="text-sm text-ink-soft">{formatFileSize(each.size)}</span>}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The edition's dates in order, with what is over and what is under way. */
function EditionTimeline({ edition, registration, rounds, page, today }: EditionPageData): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  const heats = rounds.filter((round) => round.kind === "heat");
  const final = rounds.find((round) => round.kind === "final");
  const starts = heats.flatMap(({ startsAt }) => (startsAt ? [startsAt] : []));
  const first = starts[0];
  const last = starts.at(-1);
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
      when: instantOf(`${on}T00:00`, homeZone),
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

/** What an edition's page says of itself; the start page is the newest edition's and names its address. */
export function sharingOf(page: EditionPageData): MetaDescriptor[] {
  const { baseUrl, documentTitle: title, description, edition } = page;
  return sharing({ baseUrl, path: `/editions/${edition.slug}`, title, description });
}
