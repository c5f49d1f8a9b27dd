import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { Problems } from "~/forms/problems.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { CheckboxField, RadioGroupField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import type { PanelMember } from "~db/queries/rounds/panels.ts";

export interface SentInvitation {
  name: string;
  email: string;
  locale: string;
  panel?: string;
  kind?: string;
}

/** The round's panels and the kinds of judges among which a judge is placed; none where there is nothing to choose. */
export interface SeatChoices {
  panels: string[];
  kinds: { key: string; label: string }[];
}

interface SeatFormProps {
  idempotencyKey: string;
  /** What was sent and refused, to be corrected. */
  sent?: SentInvitation;
  at: Problems["at"];
}

/** Seats a judge and invites them. */
export function SeatForm({
  idempotencyKey,
  sent,
  at,
  headOpen,
  places,
}: SeatFormProps & { headOpen: boolean; places: SeatChoices }): ReactNode {
  const { t } = useTranslation(["rounds", "panels"]);
  return (
    <Card title={t("panel.add")}>
      <ActionForm idempotencyKey={idempotencyKey} noValidate key={idempotencyKey} className="grid gap-4">
        <p className="text-sm text-ink-soft">{t("panel.addHint")}</p>
        <PersonFields idPrefix="seat" sent={sent} at={at} />
        {places.panels.length > 0 ? (
          <SelectField
            name="panel"
            label={t("panels:panel")}
            placeholder={t("panels:onAll")}
            options={places.panels.map((panel) => ({ value: panel, label: panel }))}
            defaultValue={sent?.panel}
          />
        ) : null}
        {places.kinds.length > 0 ? (
          <SelectField
            name="kind"
            label={t("panels:kind")}
            placeholder={t("panels:noKind")}
            options={places.kinds.map(({ key, label }) => ({ value: key, label }))}
            defaultValue={sent?.kind}
          />
        ) : null}
        {headOpen ? <CheckboxField name="head" label={t("panel.asHead")} /> : null}
        <div>
          <SubmitButton kind="primary" intent="seat">
            {t("panel.invite")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** Invites a scorer or a supervisor. */
export function StaffForm({ idempotencyKey, sent, at }: SeatFormProps): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  return (
    <ActionForm idempotencyKey={idempotencyKey} noValidate key={idempotencyKey} className="grid gap-4">
      <RadioGroupField
        name="role"
        label={t("panel.staffRole")}
        defaultValue="scorer"
        options={(["scorer", "supervisor", "conductor"] as const).map((role) => ({
          value: role,
          label: t(`ui:role.${role}`),
        }))}
        inline
      />
      <PersonFields idPrefix="staff" sent={sent} at={at} />
      <div>
        <SubmitButton intent="staff">{t("panel.staffInvite")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

function PersonFields({
  idPrefix,
  sent,
  at,
}: {
  idPrefix: string;
  sent?: SentInvitation;
  at: Problems["at"];
}): ReactNode {
  const { t } = useTranslation("rounds");
  const field = (name: "name" | "email") => ({
    name,
    id: `${idPrefix}-${name}`,
    defaultValue: sent?.[name],
    error: at(name),
    autoComplete: "off",
  });
  return (
    <>
      <TextField {...field("name")} label={t("panel.name")} required />
      <TextField {...field("email")} label={t("panel.email")} type="email" required />
      <RadioGroupField
        name="locale"
        id={`${idPrefix}-locale`}
        label={t("panel.locale")}
        defaultValue={sent?.locale ?? "zh-CN"}
        options={[
          { value: "zh-CN", label: <span lang="zh-CN">中文</span> },
          { value: "en", label: <span lang="en">English</span> },
        ]}
        inline
      />
    </>
  );
}

interface SeatActionsProps {
  seat: PanelMember;
  /** Head judge may be changed. */
  headOpen: boolean;
  /** The rule converts by each judge's own mean and spread, so that a judge more or fewer moves all projects. */
  normalises: boolean;
  /** The reason was missing in the last try on this seat. */
  reasonError?: string;
}

/** What an organizer can do with one seat of the panel. */
export function SeatActions({ seat, headOpen, normalises, reasonError }: SeatActionsProps): ReactNode {
  const { t } = useTranslation("rounds");
  const words = { judge: seat.key, name: seat.name };
  const consequence = (text: string) => (
    <>
      <p>{text}</p>
      {normalises ? <p className="mt-2 font-medium">{t("panel.movesOthers")}</p> : null}
    </>
  );
  if (seat.removedAt) {
    return (
      <ConfirmForm
        intent={`restore-${seat.key}`}
        kind="secondary"
        size="row"
        opener={t("panel.restore")}
        consequence={consequence(t("panel.restoreWhat", words))}
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
          {t(seat.invitation ? "panel.again" : "panel.inviteOne")}
        </PlainForm>
      ) : null}
      <ConfirmForm
        intent={`unseat-${seat.key}`}
        size="row"
        opener={t("panel.unseat")}
        consequence={consequence(t("panel.unseatWhat", words))}
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
      {seat.panel === null ? null : <input type="hidden" name="panel" value={seat.panel} />}
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
