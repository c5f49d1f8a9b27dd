import type { MetaDescriptor } from "@remix-run/react";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { SharedPicture } from "~/reads/documents/share-cards.ts";
import type { EditionPageData } from "~/reads/editions/edition.ts";
import { type EditionPage, organiserRoles, prizeScopes } from "~/rules/editions/edition-page.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { DateTime } from "~/ui/date-time.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { PageScripts } from "~/ui/page-scripts.tsx";
import { PhoenixMark } from "~/ui/phoenix-mark.tsx";
import { useLocale } from "~/ui/steps.tsx";

/** The edition's name and motto on lake ink, its figures, and the way to apply. */
export function EditionHero({ edition, registration, rounds, tracks }: EditionPageData): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  const heats = rounds.filter((round) => round.kind === "heat");
  const cities = new Set(heats.map((round) => round.city)).size;
  return (
    <section className="on-bar relative overflow-hidden rounded bg-bar">
      <PhoenixMark size={420} className="pointer-events-none absolute -end-20 -bottom-20 hidden opacity-15 lg:block" />
      <div className="relative grid gap-5 px-5 py-7 sm:gap-6 sm:px-10 sm:py-12">
        <p
          className={classes(
            "font-serif text-xl text-on-bar-soft sm:text-2xl",
            locale === "zh-CN" && "tracking-[0.2em]",
          )}
        >
          {t("motto")}
        </p>
        <h1 className="max-w-4xl font-serif text-[1.75rem]/9.5 break-keep wrap-anywhere sm:text-4xl lg:text-5xl">
          {phrasesOf(inLocale(locale, edition.title, edition.titleEn)).map((phrase) => (
            <span key={phrase} className="inline-block">
              <Unbroken>{phrase}</Unbroken>
            </span>
          ))}
        </h1>
        {edition.summary ? (
          <p className="max-w-prose text-lg text-pretty">{inLocale(locale, edition.summary, edition.summaryEn)}</p>
        ) : null}
        {heats.length > 0 ? (
          // On a phone the way to apply comes first: it shall be in sight without scrolling
          <dl className="order-last flex flex-wrap gap-x-10 gap-y-3 sm:order-none">
            <Fact label={t("hero.cities", { count: cities })} value={cities} />
            <Fact label={t("hero.heats", { count: heats.length })} value={heats.length} />
            <Fact label={t("hero.tracks", { count: tracks.length })} value={tracks.length} />
          </dl>
        ) : null}
        <Registration edition={edition} registration={registration} rounds={rounds} />
      </div>
    </section>
  );
}

/** A title breaks before and after its quoted name rather than within a word. */
function phrasesOf(title: string): string[] {
  return title.split(/(?<=」)|(?=「)/);
}

/** Keeps hyphenated words in one line, and lets Chinese break between its words alone. */
function Unbroken({ children }: { children: string }): ReactNode {
  return children.split(/(\b\w+-\w+)/).map((part) =>
    part.includes("-") ? (
      <span key={part} className="whitespace-nowrap">
        {part}
      </span>
    ) : (
      wordsOf(part).map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the title stands still, a word's place is its identity
        <Fragment key={at}>
          {at > 0 ? <wbr /> : null}
          {word}
        </Fragment>
      ))
    ),
  );
}

/** Chinese words, with a single character (a part of a name, 大赛) left with what stands before it. */
function wordsOf(text: string): string[] {
  if (!/\p{Script=Han}/u.test(text) || !("Segmenter" in Intl)) return [text];
  const words: string[] = [];
  for (const { segment } of new Intl.Segmenter("zh", { granularity: "word" }).segment(text)) {
    const last = words.at(-1);
    if (last !== undefined && segment.length === 1) words[words.length - 1] = last + segment;
    else words.push(segment);
  }
  return words;
}

function Fact({ label, value }: { label: string; value: number }): ReactNode {
  return (
    <div className="flex flex-row-reverse items-baseline gap-2">
      <dt className="text-on-bar-soft">{label}</dt>
      <dd className="font-serif text-3xl font-semibold">{value}</dd>
    </div>
  );
}

type RegistrationProps = Pick<EditionPageData, "edition" | "registration" | "rounds">;

function Registration({ edition, registration, rounds }: RegistrationProps): ReactNode {
  const { t } = useTranslation("public");
  const { applyOpensAt, applyClosesAt } = edition;
  if (registration === "closed") return <p className="text-lg font-medium">{t("hero.closed")}</p>;
  if (registration === "before")
    return (
      <p className="text-lg font-medium">
        {t("hero.before")}
        {applyOpensAt ? (
          <>
            {" "}
            <DateTime at={applyOpensAt} />
          </>
        ) : null}
      </p>
    );
  if (!rounds.some(({ stage }) => stage === "registration"))
    return <p className="max-w-prose text-lg font-medium">{t("hero.noHeat")}</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
      <LinkButton to="/apply" kind="primary" size="hall" iconAfter="arrow">
        {t("hero.apply")}
      </LinkButton>
      {applyClosesAt ? (
        <p className="min-w-0">
          <span className="text-on-bar-soft">{t("hero.deadline")}</span>
          <br />
          <span className="font-semibold">
            <DateTime at={applyClosesAt} />
          </span>
          <Countdown at={applyClosesAt} onBar />
        </p>
      ) : null}
    </div>
  );
}

/** What can be won, in each heat and in the final. */
export function Prizes({ prizes }: Pick<EditionPage, "prizes">): ReactNode {
  const { t } = useTranslation("public");
  const scopes = prizeScopes.filter((scope) => prizes.some((prize) => prize.scope === scope));
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {scopes.map((scope) => (
        <Card key={scope} title={t(`prizes.${scope}`)} level={3}>
          <PrizeList prizes={prizes.filter((prize) => prize.scope === scope)} />
        </Card>
      ))}
    </div>
  );
}

/** Prizes in a row each: what, how many, how much. */
export function PrizeList({ prizes }: Pick<EditionPage, "prizes">): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  return (
    <ul className="grid">
      {prizes.map((prize) => (
        <li
          key={prize.title}
          className="flex flex-wrap items-baseline gap-x-3 border-line border-b py-2 last:border-b-0"
        >
          <span className="flex items-baseline gap-2 font-serif text-lg font-semibold text-award">
            <Icon name="award" className="self-center" />
            {inLocale(locale, prize.title, prize.titleEn)}
          </span>
          {prize.places ? <span className="text-ink-soft">{t("prizes.places", { count: prize.places })}</span> : null}
          {prize.yuan ? <span className="ms-auto font-semibold">{formatYuan(prize.yuan, locale)}</span> : null}
          {prize.note ? (
            <span className="w-full text-sm text-ink-soft">{inLocale(locale, prize.note, prize.noteEn)}</span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** Questions that open on their answers, without script. */
export function Questions({ questions }: Pick<EditionPage, "questions">): ReactNode {
  const locale = useLocale();
  return (
    <div className="grid max-w-220">
      {questions.map((each) => (
        <details key={each.question} className="group border-line border-b">
          <summary className="flex min-h-12 cursor-pointer items-center gap-2 py-2 font-medium">
            <Icon name="down" className="shrink-0 group-open:rotate-180" />
            {inLocale(locale, each.question, each.questionEn)}
          </summary>
          <p className="pb-4 ps-6 whitespace-pre-line text-ink-soft">{inLocale(locale, each.answer, each.answerEn)}</p>
        </details>
      ))}
    </div>
  );
}

/** Who stands behind the contest, as the letterhead orders them. */
export function Organisers({ organisers }: Pick<EditionPage, "organisers">): ReactNode {
  const { t } = useTranslation("editions");
  const locale = useLocale();
  const roles = organiserRoles.filter((role) => organisers.some((each) => each.role === role));
  return (
    <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-[max-content_1fr]">
      {roles.map((role) => (
        <div key={role} className="sm:contents">
          <dt className="text-ink-soft">{t(`organiser.${role}`)}</dt>
          <dd className="flex flex-wrap gap-x-4">
            {organisers
              .filter((each) => each.role === role)
              .map((each) => (
                <span key={each.name}>{inLocale(locale, each.name, each.nameEn)}</span>
              ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * How long until a deadline, and what the visitor's own clock shows then. Empty until the page's one small script
 * (public/countdown.js) fills it in; where none runs, Beijing's time beside it says enough.
 */
export function Countdown({ at, onBar }: { at: Date; onBar?: boolean }): ReactNode {
  const { t } = useTranslation("public");
  return (
    <>
      <time
        className={classes("block min-h-6", onBar ? "text-on-bar-soft" : "text-ink-soft")}
        data-countdown=""
        dateTime={at.toISOString()}
        data-days={t("countdown.days")}
        data-hours={t("countdown.hours")}
        data-over={t("countdown.over")}
        data-own={t("countdown.own")}
      />
      <PageScripts addresses={["/countdown.js"]} />
    </>
  );
}

/** What a page says of itself to search engines and to whoever shares its link: title, description, and a card of its own or the contest's. */
export function sharing(page: {
  baseUrl: string;
  path: string;
  title: string;
  description: string;
  picture?: SharedPicture;
}): MetaDescriptor[] {
  const { baseUrl, path, title, description, picture } = page;
  return [
    { title },
    { name: "description", content: description },
    { tagName: "link", rel: "canonical", href: baseUrl + path },
    { property: "og:type", content: "website" },
    { property: "og:title", content: title },
    { property: "og:description", content: description },
    { property: "og:url", content: baseUrl + path },
    { property: "og:image", content: baseUrl + (picture?.path ?? "/share.png") },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    ...(picture ? [{ property: "og:image:alt", content: picture.alt }] : []),
    { name: "twitter:card", content: "summary_large_image" },
  ];
}
