import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type ApplicationState, isDecidable } from "~/rules/applications/application-state.ts";
import { canDecide } from "~/rules/screening/decision.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { Folded } from "./folded.tsx";
import { QualifyForm, type QualifyTarget } from "./qualify-form.tsx";
import { ReturnForm } from "./return-form.tsx";
import type { Sent } from "./sent-decision.ts";

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
  sent: Sent;
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
  const hidden = (decision: string) => (
    <>
      <input type="hidden" name="version" value={application.version} />
      <input type="hidden" name="idempotencyKey" value={`${props.idempotencyKey}-${decision}`} />
    </>
  );
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

function ReasonForm(props: { decision: "ineligible" | "take-back"; sent: Sent; hidden: ReactNode }): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const { decision, sent, hidden } = props;
  const name = decision === "ineligible" ? "ineligible" : "takeBack";
  const mine = sent.decision === decision;
  return (
    <Folded id={decision} title={t(`decide.${name}`)} open={mine}>
      <Form method="post" noValidate className="grid gap-3">
        {hidden}
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
      </Form>
    </Folded>
  );
}
