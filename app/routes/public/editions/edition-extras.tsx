import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type EditionPage, organiserRoles, prizeScopes } from "~/rules/editions/edition-page.ts";
import { Card } from "~/ui/card.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";

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
