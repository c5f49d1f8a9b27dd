import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { PanelMember } from "~db/queries/rounds/panels.ts";

interface Props {
  seat: PanelMember;
  /** Head judge may be changed. */
  headOpen: boolean;
  /** The reason was missing in the last try on this seat. */
  reasonError?: string;
}

/** What an organizer can do with one seat of the panel. */
export function SeatActions({ seat, headOpen, reasonError }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  const words = { judge: seat.key, name: seat.name };
  if (seat.removedAt) {
    return (
      <ConfirmForm
        intent={`restore-${seat.key}`}
        kind="secondary"
        size="row"
        opener={t("panel.restore")}
        consequence={t("panel.restoreWhat", words)}
        confirm={t("panel.restoreDo")}
        hidden={{ judge: seat.key }}
        error={reasonError}
      />
    );
  }
  return (
    <div className="flex flex-wrap items-start justify-end gap-2">
      {headOpen ? (
        <PlainForm intent={seat.head ? "no-head" : `head-${seat.key}`} seat={seat}>
          {seat.head ? t("panel.unsetHead") : t("panel.setHead")}
        </PlainForm>
      ) : null}
      {seat.userId === null && seat.email ? (
        <PlainForm intent={`invite-${seat.key}`} seat={seat} invites>
          {t("panel.again")}
        </PlainForm>
      ) : null}
      <ConfirmForm
        intent={`unseat-${seat.key}`}
        size="row"
        opener={t("panel.unseat")}
        consequence={t("panel.unseatWhat", words)}
        confirm={t("panel.unseatDo")}
        hidden={{ judge: seat.key }}
        error={reasonError}
      />
    </div>
  );
}

function PlainForm({
  intent,
  seat,
  invites,
  children,
}: {
  intent: string;
  seat: PanelMember;
  /** Sends along whom to invite, to which seat. */
  invites?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <Form method="post">
      <input type="hidden" name="judge" value={seat.key} />
      {invites ? (
        <>
          <input type="hidden" name="panelMemberId" value={seat.id} />
          <input type="hidden" name="name" value={seat.name} />
          <input type="hidden" name="email" value={seat.email ?? ""} />
          <input type="hidden" name="locale" value={seat.locale ?? "zh-CN"} />
        </>
      ) : null}
      <SubmitButton size="row" intent={intent}>
        {children}
      </SubmitButton>
    </Form>
  );
}
