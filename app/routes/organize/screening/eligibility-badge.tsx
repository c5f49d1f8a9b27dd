import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";

const looks = {
  met: ["ok", "check"],
  "by-hand": ["warn", "eye"],
  "not-met": ["danger", "cross"],
} as const;

/** What the rules of the edition say of an application; nothing where they have not been asked. */
export function EligibilityBadge({ verdict }: { verdict: string | null }): ReactNode {
  const { t } = useTranslation("screening");
  if (verdict !== "met" && verdict !== "by-hand" && verdict !== "not-met") return null;
  const [tone, icon] = looks[verdict];
  return (
    <Badge tone={tone} icon={icon}>
      {t(`list.verdict.${verdict}`)}
    </Badge>
  );
}
