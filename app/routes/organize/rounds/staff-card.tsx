import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { StateBadge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import type { StaffMember } from "~db/queries/accounts/staff.ts";
import { type SentInvitation, StaffForm } from "./invite-forms.tsx";
import type { Problems } from "./problems.ts";

interface Props {
  staff: StaffMember[];
  idempotencyKey: string;
  sent?: SentInvitation;
  at: Problems["at"];
}

/** Who keeps the scores and who watches: two people at least, for one proposes and the other confirms. */
export function StaffCard({ staff, ...form }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  return (
    <Card title={t("panel.staff")}>
      <div className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("panel.staffLead")}</p>
        {staff.length === 0 ? (
          <p>{t("panel.staffNone")}</p>
        ) : (
          <ul className="grid">
            {staff.map((each) => (
              <li
                key={`${each.role}-${each.email}-${each.state}`}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-2"
              >
                <span className="min-w-20 font-medium">{t(`ui:role.${each.role}`)}</span>
                <span className="min-w-0 grow">
                  {each.name} <span className="text-sm break-all text-ink-soft">{each.email}</span>
                </span>
                <StateBadge of="invitation" state={each.state} />
              </li>
            ))}
          </ul>
        )}
        <StaffForm {...form} />
      </div>
    </Card>
  );
}
