import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import type { EditionPageData } from "~/reads/editions/edition.ts";
import { Badge } from "~/ui/badge.tsx";
import { formatYuan } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/steps.tsx";

/** The awards as they were granted, the highest first, with their amounts. */
export function AwardWinners({ awards, groups }: Pick<EditionPageData, "awards" | "groups">): ReactNode {
  const { t } = useTranslation("public");
  const locale = useLocale();
  const groupOf = (key: string | null) => {
    const group = groups.find((each) => each.key === key);
    return group ? inLocale(locale, group.title, group.titleEn) : null;
  };
  return (
    <ol className="grid gap-3" aria-label={t("awards.title")}>
      {awards.map(({ entry, group, title, titleEn, award, awardEn, yuan }) => (
        <li
          key={entry}
          className="grid items-center gap-x-6 gap-y-1 border-line border-b pb-3 sm:grid-cols-[10rem_1fr_auto]"
        >
          <span>
            <Badge tone="award" icon="award">
              {inLocale(locale, award, awardEn)}
            </Badge>
          </span>
          <span className="min-w-0 wrap-anywhere font-medium">
            {inLocale(locale, title, titleEn)}
            {groupOf(group) ? <span className="ms-2 text-sm text-ink-soft">{groupOf(group)}</span> : null}
          </span>
          {yuan === null ? null : <span className="tabular-nums">{formatYuan(yuan, locale)}</span>}
        </li>
      ))}
    </ol>
  );
}
