import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";

const papers = [
  ["blank-sheets", "blank"],
  ["sheets", "sheets"],
  ["slips", "slips"],
  ["summary", "summary"],
] as const;

/** The papers of the round, as files to print. */
export function PrintCard({ slug }: { slug: string }): ReactNode {
  const { t } = useTranslation("papers");
  return (
    <Card title={t("print.title")}>
      <p className="mb-3 text-ink-soft">
        {t("print.lead")} {t("print.about")}
      </p>
      <ul className="grid gap-3 sm:grid-cols-2">
        {papers.map(([file, words]) => (
          <li key={file} className="grid justify-items-start gap-1">
            <LinkButton to={`/organize/rounds/${slug}/${file}.pdf`} icon="print" reloadDocument>
              {t(`print.${words}`)}
            </LinkButton>
            <span className="text-sm text-ink-soft">{t(`print.${words}What`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
