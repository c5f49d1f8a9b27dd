import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EditionPageData } from "~/reads/editions/edition.ts";
import { LinkButton } from "~/ui/button.tsx";
import { classes } from "~/ui/classes.ts";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PhoenixMark } from "~/ui/phoenix-mark.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { Countdown } from "./countdown.tsx";

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
        <Registration edition={edition} registration={registration} />
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
  return children.split(/(\w+-\w+)/).map((part) =>
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

function Registration({ edition, registration }: Pick<EditionPageData, "edition" | "registration">): ReactNode {
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
