import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import type { errors as errorWords } from "~/locales/zh-CN/errors.ts";
import type { rounds as roundWords } from "~/locales/zh-CN/rounds.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { CheckboxField, RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import type { FormError } from "~/ui/field/error-summary.tsx";
import type { PanelMember } from "~db/queries/rounds/panels.ts";

type Problem = Exclude<keyof (typeof roundWords)["problem"], "of">;

/** What a refused command says about a form. */
export interface Problems {
  /** For the summary on top: each field's, or the refusal itself in its title and way out. */
  errors: FormError[];
  /** What is wrong with the field of that path; undefined when nothing is. */
  at(path: string): string | undefined;
}

/** How a form's controls are known, from a path into the command's input. */
interface Controls {
  idOf: (path: string) => string;
  /** The label of the field, for the summary; undefined leaves the message by itself. */
  labelOf?: (path: string) => string | undefined;
}

/** A refusal in the words of the page. */
export function useProblems(error: Refusal | undefined, { idOf, labelOf }: Controls): Problems {
  const { t } = useTranslation(["rounds", "errors"]);
  if (!error) return { errors: [], at: () => undefined };
  if (error.type !== "invalid-input") {
    const tag = error.type as Exclude<keyof typeof errorWords, "field" | "unexpected">;
    return { errors: [{ message: `${t(`errors:${tag}.title`)} ${t(`errors:${tag}.mend`)}` }], at: () => undefined };
  }
  const fields = (error as Refusal & { fields: FieldError[] }).fields;
  // A field that is wrong in two ways is named once, with the first
  const firsts = fields.filter(({ path }, at) => fields.findIndex((other) => other.path === path) === at);
  const words = firsts.map((field) => ({ path: field.path, words: t(`problem.${problemOf(field)}`) }));
  return {
    errors: words.map((each) => {
      const field = labelOf?.(each.path);
      return { id: idOf(each.path), message: field ? t("problem.of", { field, problem: each.words }) : each.words };
    }),
    at: (path) => words.find((each) => each.path === path)?.words,
  };
}

const byReason: Record<string, Problem> = {
  "not-points": "notPoints",
  "not-a-factor": "notAFactor",
  "not-a-zone": "notAZone",
  "not-a-time": "notATime",
  "off-max": "offMax",
  "no-lowest-band": "noLowestBand",
  "at-least-too-low": "atLeastTooLow",
  "unknown-criterion": "unknownCriterion",
  "unknown-track": "unknownTrack",
  "unknown-group": "unknownGroup",
  "rehearsal-slug": "rehearsalSlug",
  "not-after-opening": "notAfterOpening",
  "not-after-closing": "notAfterClosing",
  "unknown-placeholder": "unknownPlaceholder",
  twice: "twice",
  "in-future": "inFuture",
  "out-of-order": "outOfOrder",
  "no-amount": "noAmount",
  "no-project": "noProject",
  "no-owner": "noOwner",
  "before-the-one-before": "beforeTheOneBefore",
  reason: "reason",
};

/** zod's codes do not say of what kind the value was; its message does. */
function problemOf({ path, code, message }: FieldError): Problem {
  const reason = byReason[code];
  if (reason) return reason;
  const name = path.split(".").at(-1);
  if (name === "reason") return "reason";
  if (code === "invalid_format") {
    // The keys of tracks and groups are made as addresses are, those of criteria more freely
    if (name === "key" && path.startsWith("choices.")) return "slug";
    if (name === "email" || name === "slug" || name === "key") return name;
    return "format";
  }
  if (code === "too_small")
    return message.includes("array") ? "tooShort" : message.includes("string") ? "required" : "range";
  if (code === "too_big") return message.includes("string") ? "tooLong" : "range";
  if (code === "invalid_type") return /expected int|received NaN/.test(message) ? "wholeNumber" : "required";
  if (code === "invalid_value") return "required";
  return "format";
}

export interface SentInvitation {
  name: string;
  email: string;
  locale: string;
}

interface SeatFormProps {
  idempotencyKey: string;
  /** What was sent and refused, to be mended. */
  sent?: SentInvitation;
  at: Problems["at"];
}

/** Seats a judge and invites them. */
export function SeatForm({ idempotencyKey, sent, at, headOpen }: SeatFormProps & { headOpen: boolean }): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <Card title={t("panel.add")}>
      <Form method="post" noValidate key={idempotencyKey} className="grid gap-4">
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
        <p className="text-sm text-ink-soft">{t("panel.addHint")}</p>
        <PersonFields idPrefix="seat" sent={sent} at={at} />
        {headOpen ? <CheckboxField name="head" label={t("panel.asHead")} /> : null}
        <div>
          <SubmitButton kind="primary" intent="seat">
            {t("panel.invite")}
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

/** Invites a scorer or a supervisor. */
export function StaffForm({ idempotencyKey, sent, at }: SeatFormProps): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  return (
    <Form method="post" noValidate key={idempotencyKey} className="grid gap-4">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
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
    </Form>
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
  /** The reason was missing in the last try on this seat. */
  reasonError?: string;
}

/** What an organizer can do with one seat of the panel. */
export function SeatActions({ seat, headOpen, reasonError }: SeatActionsProps): ReactNode {
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
