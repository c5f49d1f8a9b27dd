import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";

export const noticeWords = {
  check: { word: "judge.badgeCheck", icon: "eye", tone: "warn" },
  reopened: { word: "judge.badgeReopened", icon: "pen", tone: "warn" },
  paper: { word: "cell.paper", icon: "file", tone: "neutral" },
} as const;

/** What the scorer's table has to tell about a sheet, in a word. */
export function NoticeBadge({ notice }: { notice: keyof typeof noticeWords }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { word, icon, tone } = noticeWords[notice];
  return (
    <Badge tone={tone} icon={icon}>
      {t(word)}
    </Badge>
  );
}
