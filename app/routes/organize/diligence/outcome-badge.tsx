import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DiligenceOutcome } from "~/rules/diligence/diligence.ts";
import { Badge } from "~/ui/badge.tsx";

const looks = { passed: ["ok", "check"], failed: ["danger", "cross"], withdrawn: ["neutral", "slash"] } as const;

/** What was decided on a finalist; null: nothing yet. */
export function OutcomeBadge({ outcome }: { outcome: DiligenceOutcome | null }): ReactNode {
  const { t } = useTranslation("awards");
  const [tone, icon] = outcome === null ? (["structure", "half"] as const) : looks[outcome];
  return (
    <Badge tone={tone} icon={icon}>
      {outcome === null ? t("pending") : t(`outcome.${outcome}`)}
    </Badge>
  );
}
