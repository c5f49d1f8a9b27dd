import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { NextStep } from "~/ui/page-header.tsx";

/** The way to a heat's rehearsal; in one whose scoring is closed (`over`), what comes next. */
export function RehearsalCard({ slug, over }: { slug: string; over?: boolean }): ReactNode {
  const { t } = useTranslation("rehearsal");
  const to = `/organize/rounds/${slug}/rehearsal`;
  if (over)
    return (
      <NextStep
        title={t("card.over")}
        action={
          <LinkButton to={to} kind="primary" iconAfter="right">
            {t("card.wipe")}
          </LinkButton>
        }
      >
        {t("card.overLead")}
      </NextStep>
    );
  return (
    <Card title={t("title")}>
      <p className="mb-3 text-ink-soft">{t("card.lead")}</p>
      <LinkButton to={to}>{t("card.open")}</LinkButton>
    </Card>
  );
}
