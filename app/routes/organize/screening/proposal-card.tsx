import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Correction } from "~/rules/screening/correction.ts";
import type { Decision } from "~/rules/screening/decision.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { CorrectionList } from "./correction-list.tsx";
import { useDecisionWords } from "./decision-words.ts";
import type { QualifyTarget } from "./qualify-form.tsx";

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
  const key = (act: string) => <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-${act}`} />;
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
          <Form method="post" className="grid gap-2">
            {key("withdraw")}
            {outdated ? null : <p className="text-sm text-ink-soft">{t("proposal.own")}</p>}
            <div>
              <SubmitButton intent="withdraw">{t("proposal.withdraw")}</SubmitButton>
            </div>
          </Form>
        ) : (
          <>
            {outdated ? null : (
              <Form method="post" className="grid gap-2">
                {key("confirm")}
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
              </Form>
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
