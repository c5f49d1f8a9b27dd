import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problems } from "~/forms/problems.tsx";
import { lacksFactor } from "~/rules/accounts/access.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { StaffMember } from "~db/queries/accounts/staff.ts";
import { WithdrawForm, withdrawIntent } from "../accounts/staff-actions.tsx";
import { type SentInvitation, StaffForm } from "./invite-forms.tsx";

interface Props {
  staff: StaffMember[];
  idempotencyKey: string;
  sent?: SentInvitation;
  at: Problems["at"];
  /** The form whose reason was missing, and what is wrong with it. */
  troubled?: { intent: string; reason: string };
}

/** Who keeps the scores and who watches: two people at least, for one proposes and the other confirms. */
export function StaffCard({ staff, troubled, ...form }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <Card title={t("panel.staff")}>
      <div className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("panel.staffLead")}</p>
        {staff.length === 0 ? (
          <p>{t("panel.staffNone")}</p>
        ) : (
          <ul className="grid">
            {staff.map((row) => (
              <StaffRow
                key={`${row.role}-${row.state}-${row.id}`}
                row={row}
                idempotencyKey={form.idempotencyKey}
                troubled={troubled}
              />
            ))}
          </ul>
        )}
        <StaffForm {...form} />
      </div>
    </Card>
  );
}

function StaffRow({
  row,
  idempotencyKey,
  troubled,
}: { row: StaffMember } & Pick<Props, "idempotencyKey" | "troubled">): ReactNode {
  const { t } = useTranslation(["rounds", "ui", "factor"]);
  const error = (intent: string) => (troubled?.intent === intent ? troubled.reason : undefined);
  const { userId, recusal, name } = row;
  const recuse = `${recusal === null ? "recuse" : "lift"}-${userId}`;
  return (
    <li className="grid gap-2 border-line border-b py-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="min-w-20 font-medium">{t(`ui:role.${row.role}`)}</span>
        <span className="min-w-0 grow">
          {name} <span className="text-sm break-all text-ink-soft">{row.email}</span>
        </span>
        {lacksFactor(row) ? <Badge tone="warn">{t("factor:missing")}</Badge> : null}
        {recusal === null ? (
          <StateBadge of="invitation" state={row.state} />
        ) : (
          <Badge icon="slash">{t("staff.recused")}</Badge>
        )}
      </div>
      {recusal === null ? null : <p className="text-sm text-ink-soft">{t("staff.recusedWhy", { reason: recusal })}</p>}
      <div className="flex flex-wrap items-start gap-2">
        {userId === null ? null : recusal === null ? (
          <ConfirmForm
            key={recuse}
            intent={recuse}
            size="row"
            hidden={{ userId, idempotencyKey }}
            opener={t("staff.recuse")}
            consequence={t("staff.recuseWhat", { name })}
            confirm={t("staff.recuseDo")}
            error={error(recuse)}
          />
        ) : (
          <ConfirmForm
            key={recuse}
            intent={recuse}
            size="row"
            kind="secondary"
            hidden={{ userId, idempotencyKey }}
            opener={t("staff.lift")}
            consequence={t("staff.liftWhat", { name })}
            confirm={t("staff.liftDo")}
            error={error(recuse)}
          />
        )}
        {row.wide ? null : (
          <WithdrawForm row={row} idempotencyKey={idempotencyKey} error={error(withdrawIntent(row))} />
        )}
      </div>
    </li>
  );
}
