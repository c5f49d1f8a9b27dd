import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Texts } from "~/rules/applications/merge-texts.ts";
import { Card, DetailList } from "~/ui/card.tsx";
import { ShownText } from "./shown-text.tsx";

/** What was sent without script and can be saved no more: shown once, so that it can be copied. */
export function LostWords({ words }: { words: Texts }): ReactNode {
  const { t } = useTranslation("apply");
  const items = Object.entries(words).map(([name, text]) => ({
    term: t(`field.${name as "summary"}`),
    detail: <ShownText name={name} text={text} />,
  }));
  if (items.length === 0) return null;
  return (
    <Card title={t("writing.lost")}>
      <DetailList items={items} />
    </Card>
  );
}
