import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetDeskAnswer } from "~/reads/scoring/sheet-acts.ts";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { SheetDesk } from "./sheet.tsx";

interface Props {
  page: SheetDesk;
  paper: NonNullable<SheetDesk["paper"]>;
  answer: SheetDeskAnswer | null;
}

/** Gives the photo, or what was entered from it, back with a reason. */
export function RejectPaper({ page, paper, answer }: Props): ReactNode {
  const { t } = useTranslation(["scoreTable", "errors"]);
  const mine = answer?.intent === "reject-paper" ? answer : null;
  if (!page.mayCheck) return null;
  return (
    <ConfirmForm
      intent="reject-paper"
      hidden={{ idempotencyKey: page.idempotencyKey, paper: paper.id }}
      kind="danger"
      opener={t("paper.reject")}
      consequence={t("paper.rejectConsequence")}
      confirm={t("paper.rejectButton")}
      reason={{ defaultValue: mine?.reason }}
      error={mine?.error.type === "invalid-input" ? t("errors:field.reason") : undefined}
      open={mine !== null}
    >
      {paper.state === "entered" ? (
        <label className="flex items-start gap-2">
          <input type="checkbox" name="keepPhoto" defaultChecked className="mt-1 size-5" />
          <span>{t("paper.keepPhoto")}</span>
        </label>
      ) : null}
    </ConfirmForm>
  );
}
