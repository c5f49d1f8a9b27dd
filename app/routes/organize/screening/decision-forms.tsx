import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm, type HiddenFields } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { type ApplicationState, isDecidable } from "~/rules/applications/application-state.ts";
import { type Correction, correctable } from "~/rules/screening/correction.ts";
import { canDecide, type Decision } from "~/rules/screening/decision.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { CheckboxField, DateTimeField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { CorrectionList, useFieldName } from "./corrections.tsx";
import type { SentDecision } from "./difference-view.tsx";
import { useDecisionWords } from "./history-card.tsx";
import { QualifyForm, type QualifyTarget } from "./qualify-form.tsx";
import { ReturnReason } from "./return-reason.tsx";

export interface DecisionFormsProps {
  application: { state: ApplicationState; version: number; roundSlug: string | null; wishedRoundSlug: string | null };
  targets: QualifyTarget[];
  /** Strong duplicates that have a place already. */
  twins: string[];
  /** The list of its heat no longer changes. */
  settled: boolean;
  secondCheck: boolean;
  /** The usual end of a return, as a wall-clock time in Beijing. */
  until: string;
  idempotencyKey: string;
  sent: SentDecision;
}

/** Every decision that can be made now: into a heat or on its waiting list in sight, the others a click (or a key) away. */
export function DecisionForms(props: DecisionFormsProps): ReactNode {
  const { t } = useTranslation("deciding");
  const { application, secondCheck, sent } = props;
  const { state } = application;
  if (!isDecidable(state)) return null;
  if (props.settled)
    return (
      <Card title={t("decide.title")}>
        <p className="text-ink-soft">{t("decide.settled")}</p>
      </Card>
    );
  const hidden = (decision: string) => ({
    version: String(application.version),
    idempotencyKey: `${props.idempotencyKey}-${decision}`,
  });
  return (
    <Card title={t(state === "submitted" ? "decide.title" : "decide.change")} className="no-print">
      <div className="grid gap-4">
        {secondCheck ? <p className="text-sm text-ink-soft">{t("decide.secondCheck")}</p> : null}
        <QualifyForm {...props} hidden={hidden("enter")} />
        {canDecide(state, "return") ? (
          <Folded id="return" title={t("decide.return")} open={sent.decision === "return"}>
            <ReturnForm until={props.until} sent={sent} hidden={hidden("return")} />
          </Folded>
        ) : (
          <p className="text-sm text-ink-soft">{t("decide.takeBackFirst")}</p>
        )}
        <ReasonForm decision="ineligible" sent={sent} hidden={hidden("ineligible")} />
        {canDecide(state, "take-back") ? (
          <ReasonForm decision="take-back" sent={sent} hidden={hidden("take-back")} />
        ) : null}
        <p className="text-sm text-ink-soft">{t("decide.mail")}</p>
      </div>
    </Card>
  );
}

function ReasonForm(props: {
  decision: "ineligible" | "take-back";
  sent: SentDecision;
  hidden: HiddenFields;
}): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const { decision, sent, hidden } = props;
  const name = decision === "ineligible" ? "ineligible" : "takeBack";
  const mine = sent.decision === decision;
  return (
    <Folded id={decision} title={t(`decide.${name}`)} open={mine}>
      <ActionForm {...hidden} noValidate className="grid gap-3">
        <TextAreaField
          name="reason"
          id={`${decision}-reason`}
          label={t("decide.reason")}
          hint={t(`decide.${name}Hint`)}
          error={mine && sent.wrong("reason") ? t("errors:field.reason") : undefined}
          defaultValue={mine ? sent.reason : undefined}
          rows={3}
          required
        />
        <div>
          <SubmitButton kind={decision === "ineligible" ? "danger" : "secondary"} intent={decision}>
            {t(`decide.${name}`)}
          </SubmitButton>
        </div>
      </ActionForm>
    </Folded>
  );
}

/** A form that opens in place; `decide-ID` is where a key or a link finds it. */
function Folded(props: { id: string; title: string; open: boolean; children: ReactNode }): ReactNode {
  return (
    <details id={`decide-${props.id}`} open={props.open} className="group/folded border-line border-t pt-1">
      <summary className="flex min-h-11 cursor-pointer items-center justify-between gap-2 font-semibold text-link">
        {props.title}
        <Icon name="down" className="group-open/folded:rotate-180" />
      </summary>
      <div className="pt-2 pb-3">{props.children}</div>
    </details>
  );
}

/** Back for correction: tick what is to be corrected, say why for each; a field for the reason appears with its tick. */
function ReturnForm({ until, sent, hidden }: { until: string; sent: SentDecision; hidden: HiddenFields }): ReactNode {
  const { t } = useTranslation(["deciding", "apply", "errors"]);
  const mine = sent.decision === "return";
  return (
    <ActionForm {...hidden} noValidate className="grid gap-3">
      <p className="text-sm text-ink-soft">{t("decide.returnHint")}</p>
      {mine && sent.wrong("corrections") ? (
        <p className="font-medium text-danger" role="alert">
          {t("errors:field.reason")}
        </p>
      ) : null}
      {correctable.map(({ section, paths }) => (
        <details
          key={section}
          className="group/section"
          open={mine && sent.corrections.some(({ path }) => paths.includes(path))}
        >
          <summary className="flex min-h-11 cursor-pointer items-center gap-2 font-medium text-link">
            <Icon name="right" className="group-open/section:rotate-90" />
            {t(`apply:section.${section}`)}
          </summary>
          <ul className="grid">
            {paths.map((path) => (
              <FieldToCorrect key={path} path={path} sent={sent} />
            ))}
          </ul>
        </details>
      ))}
      <ReturnReason
        about="whole"
        name="reason"
        id="return-reason"
        label={t("decide.returnWhole")}
        optional
        rows={2}
        defaultValue={mine ? sent.reason : undefined}
      />
      <DateTimeField
        name="until"
        id="return-until"
        label={t("decide.until")}
        defaultValue={mine ? sent.until : until}
        error={mine && sent.wrong("until") ? t("errors:field.date") : undefined}
      />
      <div>
        <SubmitButton intent="return">{t("decide.return")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

function FieldToCorrect({ path, sent }: { path: string; sent: SentDecision }): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const field = useFieldName()(path);
  const at = sent.decision === "return" ? sent.corrections.findIndex((each) => each.path === path) : -1;
  return (
    <li className="group/correct">
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="correct" value={path} defaultChecked={at >= 0} className="size-6 shrink-0" />
        {field}
      </label>
      <div className="hidden ps-9 pb-2 group-has-checked/correct:block">
        <ReturnReason
          about={path.startsWith("attachments.") ? "file" : "text"}
          named={field}
          name={`why.${path}`}
          id={`why-${path}`}
          label={t("decide.why", { field })}
          error={sent.wrong(`corrections.${at}.reason`) ? t("errors:field.reason") : undefined}
          defaultValue={sent.corrections[at]?.reason}
          rows={2}
        />
      </div>
    </li>
  );
}

interface Proposal {
  decision: Decision;
  round: string | null;
  reason: string | null;
  corrections: Correction[];
  until: string | null;
  proposedBy: string;
  proposedAt: string;
  mine: boolean;
  outdated: boolean;
}
interface Props {
  proposal: Proposal;
  targets: QualifyTarget[];
  twins: string[];
  idempotencyKey: string;
  /** The reason of a refused decline is missing. */
  reasonError?: string;
}

/** A proposed decision: another screener confirms or declines it, its proposer may take it back. */
export function ProposalCard({ proposal, targets, twins, idempotencyKey, reasonError }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  const words = useDecisionWords();
  const { decision, reason, corrections, until, proposedBy, proposedAt, mine, outdated } = proposal;
  const target = targets.find(({ slug }) => slug === proposal.round);
  const title = target ? inLocale(locale, target.title, target.titleEn) : (proposal.round ?? "");
  return (
    <Card title={t("proposal.title")} className="border-warn">
      <div className="grid gap-3">
        <p className="text-lg font-semibold">{words(decision, title)}</p>
        <p className="text-sm text-ink-soft">
          {t("proposal.by", { name: proposedBy })} <DateTime at={proposedAt} />
        </p>
        {reason ? <p className="whitespace-pre-line">{reason}</p> : null}
        <CorrectionList corrections={corrections} />
        {until ? (
          <p className="text-sm">
            {t("proposal.until")} <DateTime at={until} />
          </p>
        ) : null}
        {outdated ? <Callout kind="warn">{t("proposal.outdated")}</Callout> : null}
        {mine ? (
          <ActionForm idempotencyKey={`${idempotencyKey}-withdraw`} className="grid gap-2">
            {outdated ? null : <p className="text-sm text-ink-soft">{t("proposal.own")}</p>}
            <div>
              <SubmitButton intent="withdraw">{t("proposal.withdraw")}</SubmitButton>
            </div>
          </ActionForm>
        ) : (
          <>
            {outdated ? null : (
              <ActionForm idempotencyKey={`${idempotencyKey}-confirm`} className="grid gap-2">
                <input type="hidden" name="proposedAt" value={proposedAt} />
                {decision === "qualify" && twins.length > 0 ? (
                  <Callout kind="warn">
                    <p>{t("decide.twins", { codes: twins.join(", ") })}</p>
                    <CheckboxField name="duplicatesSeen" id="confirm-duplicates" label={t("decide.twinsSeen")} />
                  </Callout>
                ) : null}
                <p className="text-sm text-ink-soft">{t("proposal.confirmHint")}</p>
                <div>
                  <SubmitButton kind="primary" intent="confirm">
                    {t("proposal.confirm")}
                  </SubmitButton>
                </div>
              </ActionForm>
            )}
            <ConfirmForm
              opener={t("proposal.decline")}
              consequence={t("proposal.declineHint")}
              confirm={t("proposal.declineButton")}
              intent="decline"
              hidden={{ idempotencyKey: `${idempotencyKey}-decline` }}
              error={reasonError}
            />
          </>
        )}
      </div>
    </Card>
  );
}
