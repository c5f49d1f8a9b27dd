import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Strength } from "~/rules/screening/duplicate.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { Duplicate } from "~db/queries/screening/duplicates.ts";

const tones: Record<Strength, "danger" | "warn" | "neutral"> = {
  strong: "danger",
  likely: "warn",
  possible: "neutral",
};

/** What may be the same project or person elsewhere: how strong the suspicion is, why, and how it stands there. */
export function DuplicatesCard({ duplicates }: { duplicates: Duplicate[] }): ReactNode {
  const { t } = useTranslation("deciding");
  return (
    <div id="duplicates" className="scroll-mt-4">
      <Card title={t("duplicates.title")} actions={duplicates.length > 0 ? <Badge>{duplicates.length}</Badge> : null}>
        {duplicates.length === 0 ? <p className="text-ink-soft">{t("duplicates.none")}</p> : null}
        <ul className="grid">
          {duplicates.map((each) => (
            <DuplicateRow key={each.code} duplicate={each} />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function DuplicateRow({ duplicate }: { duplicate: Duplicate }): ReactNode {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  const { code, strength, signs, state, sameEdition, leaderName, companyName, similarity, patents } = duplicate;
  const title = inLocale(locale, duplicate.projectTitle, duplicate.projectTitleEn) || code;
  const heat = inLocale(locale, duplicate.roundTitle, duplicate.roundTitleEn);
  const reasons = signs.map((sign) =>
    sign === "title"
      ? t("duplicates.sign.title", { similarity: similarity ?? 0 })
      : sign === "patent"
        ? t("duplicates.sign.patent", { patents: patents.join(", ") })
        : t(`duplicates.sign.${sign}`),
  );
  return (
    <li className="grid gap-1 border-line border-b py-3 first:pt-0 last:border-b-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[strength]}>{t(`duplicates.strength.${strength}`)}</Badge>
        <StateBadge of="application" state={state} />
      </div>
      <p className="font-semibold wrap-anywhere">
        {sameEdition ? <Link to={`/organize/applications/${code}`}>{title}</Link> : title}
      </p>
      <p className="text-sm text-ink-soft wrap-anywhere">
        {[
          code,
          leaderName,
          companyName,
          heat,
          sameEdition ? "" : inLocale(locale, duplicate.editionTitle, duplicate.editionTitleEn),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className="text-sm wrap-anywhere">{reasons.join(locale === "en" ? "; " : "；")}</p>
    </li>
  );
}
