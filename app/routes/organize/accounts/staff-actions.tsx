import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { StaffMember } from "~db/queries/accounts/staff.ts";

/** The intents of the forms below: the word, and the key of the row that they are about. */
export const withdrawIntent = (row: Pick<StaffMember, "id" | "userId">) =>
  `${row.userId === null ? "invitation" : "role"}-${row.id}`;

interface Props {
  row: StaffMember;
  idempotencyKey: string;
  /** The reason that was missing, where it was this row's. */
  error?: string;
}

/** Takes back somebody's role, or the invitation to it, for a reason. */
export function WithdrawForm({ row, idempotencyKey, error }: Props): ReactNode {
  const { t } = useTranslation(["editions", "ui"]);
  const words = { name: row.name, role: t(`ui:role.${row.role}`) };
  const of = row.userId === null ? "invitation" : "role";
  return (
    <ConfirmForm
      intent={withdrawIntent(row)}
      size="row"
      hidden={{ id: row.id, idempotencyKey }}
      opener={t(`withdraw.${of}.open`)}
      consequence={t(`withdraw.${of}.consequence`, words)}
      confirm={t(`withdraw.${of}.confirm`)}
      error={error}
    />
  );
}
