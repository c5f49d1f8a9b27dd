import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { NumberField } from "~/ui/field/choice-fields.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { HallPage } from "./hall.tsx";

type Hall = NonNullable<HallPage["hall"]>;
type Answer = { error: Refusal; intent: string; count?: string } | null;

/** How the state of the vote looks. */
export const hallTones = { none: "neutral", open: "act", closed: "warn", confirmed: "ok" } as const;
const steps = ["opened", "closedBy", "confirmedBy"] as const;

/** How the vote stands, and what this person may do next. */
export function HallSteps({ page, hall, answer }: { page: HallPage; hall: Hall; answer: Answer }): ReactNode {
  const { t } = useTranslation(["hall", "errors"]);
  const locale = useLocale();
  const { state, part, spent, codes } = hall;
  const hidden = { idempotencyKey: page.idempotencyKey };
  const lacksReason = answer?.intent === "discard" && fieldsOf(answer.error).length > 0;
  return (
    <Card title={part.label}>
      <div className="grid gap-4">
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Badge tone={hallTones[state ?? "none"]}>{t(`state.${state ?? "none"}`)}</Badge>
          <span>
            {t("codes")} {t("codesCount", { count: codes })}
          </span>
          {state === null ? null : <span className="font-semibold">{t("spent", { count: spent })}</span>}
        </p>
        <p className="max-w-prose text-sm text-ink-soft">
          {t(`formula.${part.of}`, { max: part.max, count: part.choices })} {t("secret")}
        </p>
        {steps.map((step) => {
          const done = hall.steps[step];
          return done ? (
            <p key={step} className="text-sm">
              {t(step)}：{t("by", { name: done.name, at: formatDateTime(done.at, locale, page.round.timeZone) })}
            </p>
          ) : null;
        })}
        {state === "closed" && !hall.confirms ? <p>{t("confirmOther")}</p> : null}
        <div key={state} className="flex flex-wrap items-start gap-3">
          <OpenOrClose hall={hall} hidden={hidden} kind="primary" intents={{ open: "open", close: "close" }} />
          {hall.confirms ? (
            <ConfirmForm
              hidden={hidden}
              intent="confirm"
              kind="primary"
              reason={false}
              opener={t("confirm")}
              consequence={t("confirmConsequence")}
              confirm={t("confirmConfirm")}
            />
          ) : null}
          {hall.discards ? (
            <ConfirmForm
              hidden={hidden}
              intent="discard"
              opener={t("discard")}
              consequence={t("discardConsequence")}
              confirm={t("discardConfirm")}
              error={lacksReason ? t("errors:field.reason") : undefined}
            />
          ) : null}
        </div>
      </div>
    </Card>
  );
}

/** The votes of every project, and the points that they give. */
export function HallCounts({ hall }: { hall: Hall }): ReactNode {
  const { t } = useTranslation("hall");
  const { figures, counts } = hall;
  return (
    <Card title={t("result")}>
      {figures ? <p className="mb-3">{t("all", { ...figures })}</p> : null}
      <DataTable<Hall["counts"][number]>
        label={t("result")}
        rows={counts}
        rowKey={({ key }) => key}
        dense
        columns={[
          { key: "number", header: t("number"), narrow: true, cell: ({ number }) => number },
          { key: "project", header: t("project"), rowHeader: true, cell: ({ title }) => title },
          { key: "votes", header: t("votes"), numeric: true, cell: ({ votes }) => votes },
          { key: "points", header: t("points"), numeric: true, cell: ({ points }) => points },
        ]}
      />
    </Card>
  );
}

/** An organizer makes cards, and prints them while the browser has their seed. */
export function HallCards(props: { page: HallPage; answer: Answer; made: boolean; gone: boolean }): ReactNode {
  const { t } = useTranslation(["hall", "errors"]);
  const { page, answer, made, gone } = props;
  const mine = answer?.intent === "cards" ? answer : null;
  const wrong = fieldsOf(mine?.error).length > 0;
  return (
    <Card title={t("cards.title")}>
      <div className="grid gap-4">
        <p className="max-w-prose text-ink-soft">{t("cards.lead")}</p>
        {made && !answer ? (
          <Callout
            kind="ok"
            live
            title={t("cards.made")}
            action={
              <LinkButton kind="primary" to={`/organize/rounds/${page.round.slug}/hall-cards.pdf`} reloadDocument>
                {t("cards.print")}
              </LinkButton>
            }
          >
            {t("cards.madeMend")}
          </Callout>
        ) : null}
        {gone ? (
          <Callout kind="warn" live title={t("cards.gone")}>
            {t("cards.goneMend")}
          </Callout>
        ) : null}
        <ActionForm idempotencyKey={page.idempotencyKey} noValidate className="flex flex-wrap items-end gap-3">
          <NumberField
            name="count"
            label={t("cards.count")}
            hint={t("cards.countHint")}
            defaultValue={mine?.count ?? ""}
            error={wrong ? t("cards.countWrong") : undefined}
            inputMode="numeric"
            required
          />
          <SubmitButton intent="cards">{t("cards.make")}</SubmitButton>
        </ActionForm>
      </div>
    </Card>
  );
}

interface OpenOrCloseProps {
  hall: { opens: boolean; closes: boolean; spent: number };
  hidden: Record<string, string>;
  kind: "primary" | "secondary";
  /** What the page that takes the form calls the two acts. */
  intents: { open: string; close: string };
}

/** Whichever of the two comes next, for who may do it: on the page of the vote, and on the conductor's desk. */
export function OpenOrClose({ hall, hidden, kind, intents }: OpenOrCloseProps): ReactNode {
  const { t } = useTranslation("hall");
  return (
    <>
      {hall.opens ? (
        <ConfirmForm
          hidden={hidden}
          intent={intents.open}
          kind={kind}
          reason={false}
          opener={t("open")}
          consequence={t("openConsequence")}
          confirm={t("openConfirm")}
        />
      ) : null}
      {hall.closes ? (
        <ConfirmForm
          hidden={hidden}
          intent={intents.close}
          kind={kind}
          reason={false}
          opener={t("close")}
          consequence={t("closeConsequence", { count: hall.spent })}
          confirm={t("closeConfirm")}
        />
      ) : null}
    </>
  );
}
