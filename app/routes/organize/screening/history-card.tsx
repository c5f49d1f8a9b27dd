import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { deciding as zh } from "~/locales/zh-CN/screening.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Moment } from "~/reads/screening/history.ts";
import type { Decision } from "~/rules/screening/decision.ts";
import { type EligibilityVerdict, type Finding, outcomeAfterChecks } from "~/rules/screening/eligibility.ts";
import { useFindingWords } from "~/ui/application/finding-words.ts";
import { FindingList } from "~/ui/application/findings.tsx";
import { Badge } from "~/ui/badge.tsx";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import { type StepState, Timeline, useLocale } from "~/ui/steps.tsx";
import { MailState } from "../mail/pending-group.tsx";
import { CorrectionList } from "./corrections.tsx";
import { DifferenceList, type FileName } from "./difference-view.tsx";
import { EligibilityBadge } from "./list-columns.tsx";

interface HistoryCardProps {
  history: Moment[];
  files: FileName[];
  findings: Finding[];
}

/** Everything that happened to an application, the latest first. */
export function HistoryCard({ history, files, findings }: HistoryCardProps): ReactNode {
  const { t } = useTranslation("deciding");
  const words = useHistoryWords(findings);
  return (
    <Card title={t("history.title")}>
      <Timeline
        label={t("history.title")}
        moments={history.map((moment) => ({
          ...words(moment),
          state: stateOf(moment),
          detail: <HistoryEventDetail moment={moment} files={files} />,
        }))}
      />
    </Card>
  );
}

function useHistoryWords(findings: Finding[]) {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  const decisionWords = useDecisionWords();
  const findingWords = useFindingWords();
  const by = (name: string | null) => (name ? `${t("history.by", { name })} ` : "");
  const named = (moment: Moment): { title: string; who: string } => {
    switch (moment.what) {
      case "submission":
        return { title: t("history.submitted", { number: moment.number }), who: "" };
      case "decision": {
        const { decision, round, checkedBy } = moment;
        const title = decisionWords(decision, inLocale(locale, round.title, round.titleEn));
        const checked = checkedBy ? `${t("history.checkedBy", { name: checkedBy })} ` : "";
        return { title, who: by(moment.by) + checked };
      }
      case "declined": {
        const own = moment.by === moment.proposedBy;
        const decision = decisionWords(moment.decision, "");
        return { title: t(own ? "history.proposalWithdrawn" : "history.declined", { decision }), who: by(moment.by) };
      }
      case "check": {
        const finding = findings.find(({ ruleKey }) => ruleKey === moment.rule);
        const rule = finding ? findingWords(finding).rule : moment.rule;
        const found = t(
          moment.met === null ? "history.checkForgotten" : moment.met ? "history.checkMet" : "history.checkNotMet",
        );
        return { title: t("history.check", { rule, found }), who: by(moment.by) };
      }
      case "reveal":
        return { title: t("history.revealed"), who: by(moment.by) };
      case "withdrawal":
        return { title: t("history.withdrawn"), who: "" };
      case "assignment":
        return { title: t("history.assigned"), who: by(moment.by) };
      case "mail": {
        const known = knownTemplates.find((each) => each === moment.template) ?? "other";
        return { title: t("history.mail", { template: t(`history.template.${known}`) }), who: "" };
      }
    }
  };
  return (moment: Moment) => {
    const { title, who } = named(moment);
    return {
      title,
      at: (
        <>
          {who}
          <DateTime at={moment.at} />
        </>
      ),
    };
  };
}

const knownTemplates = [
  "application-receipt",
  "application-withdrawn",
  "draft-reminder",
  "returned",
  "qualified",
  "ineligible",
  "waiting",
  "reconsidered",
  "heat-invitation",
  "announcement",
] as const satisfies (keyof (typeof zh)["history"]["template"])[];

function HistoryEventDetail({ moment, files }: { moment: Moment; files: FileName[] }): ReactNode {
  const { t } = useTranslation("deciding");
  switch (moment.what) {
    case "submission":
      return moment.differences.length > 0 ? (
        <details>
          <summary className="inline-flex min-h-9 cursor-pointer items-center text-sm font-medium text-link">
            {t("changes.show", { number: moment.differences.length })}
          </summary>
          <DifferenceList differences={moment.differences} files={files} />
        </details>
      ) : null;
    case "decision":
      return (
        <>
          {moment.reason ? <p className="whitespace-pre-line wrap-anywhere">{moment.reason}</p> : null}
          <CorrectionList corrections={moment.corrections} />
        </>
      );
    case "declined":
    case "reveal":
      return moment.reason ? <p className="whitespace-pre-line wrap-anywhere">{moment.reason}</p> : null;
    case "mail":
      return <MailState {...moment} />;
    default:
      return null;
  }
}

function stateOf(moment: Moment): StepState {
  switch (moment.what) {
    case "decision":
      return moment.decision === "qualify" ? "done" : moment.decision === "take-back" ? "todo" : "problem";
    case "submission":
      return "current";
    case "withdrawal":
      return "problem";
    default:
      return "todo";
  }
}

interface Check {
  ruleKey: string;
  met: boolean;
  note: string | null;
  checkedAt: Date;
  checkedBy: string;
}
/** A check by hand that was refused, as it was written. */
export interface SentCheck {
  ruleKey: string;
  found: string;
  note: string;
}
interface EligibilityCardProps {
  eligibility: { findings: Finding[]; checks: Check[]; verdict: EligibilityVerdict; stored: string | null };
  idempotencyKey: string;
  sent?: SentCheck;
}

/** What the edition's rules say of the application now, each with what it looked at, and what was checked by hand. */
export function EligibilityCard({ eligibility, idempotencyKey, sent }: EligibilityCardProps): ReactNode {
  const { t } = useTranslation(["deciding", "eligibility"]);
  const { findings, checks, verdict, stored } = eligibility;
  const held = findings.map((finding) => ({ ...finding, outcome: outcomeAfterChecks(finding, checks) }));
  // What the rules are content with, and nobody has looked at, stands folded: the decision below stays in reach
  const isQuiet = ({ ruleKey, outcome }: Finding) =>
    outcome === "met" && sent?.ruleKey !== ruleKey && !checks.some((each) => each.ruleKey === ruleKey);
  const quiet = held.filter(isQuiet);
  const checksOf = ({ ruleKey }: Finding): ReactNode => {
    const check = checks.find((each) => each.ruleKey === ruleKey);
    const finding = findings.find((each) => each.ruleKey === ruleKey);
    return (
      <div className="ps-7">
        {check && finding ? <CheckLine check={check} said={finding} /> : null}
        <CheckForm
          ruleKey={ruleKey}
          check={check}
          idempotencyKey={`${idempotencyKey}-${ruleKey}`}
          sent={sent?.ruleKey === ruleKey ? sent : undefined}
        />
      </div>
    );
  };
  return (
    <Card title={t("eligibility:title")} actions={findings.length > 0 ? <EligibilityBadge verdict={verdict} /> : null}>
      {findings.length === 0 ? <p className="text-ink-soft">{t("eligibility.none")}</p> : null}
      {stored && stored !== verdict ? (
        <p className="mb-2 text-sm text-ink-soft">
          {t("eligibility.stored", { verdict: t(`eligibility:verdict.${stored as EligibilityVerdict}`) })}
        </p>
      ) : null}
      <FindingList findings={held.filter((each) => !isQuiet(each))}>{checksOf}</FindingList>
      {quiet.length > 0 ? (
        <details className="group/met">
          <summary className="flex min-h-11 items-center gap-2 font-medium text-link">
            <Icon name="right" className="group-open/met:rotate-90" />
            {t("eligibility.metCount", { count: quiet.length })}
          </summary>
          <FindingList findings={quiet}>{checksOf}</FindingList>
        </details>
      ) : null}
    </Card>
  );
}

function CheckLine({ check, said: finding }: { check: Check; said: Finding }): ReactNode {
  const { t } = useTranslation(["deciding", "eligibility"]);
  const { met, note, checkedAt, checkedBy } = check;
  return (
    <div className="mt-1 text-sm">
      <Badge tone={met ? "ok" : "danger"}>
        {t(met ? "eligibility.foundMet" : "eligibility.foundNotMet", { name: checkedBy })}
      </Badge>{" "}
      <span className="text-ink-soft">
        <DateTime at={checkedAt} /> ·{" "}
        {t("eligibility.ruleSaid", { outcome: t(`eligibility:outcome.${finding.outcome}`) })}
      </span>
      {note ? <p className="whitespace-pre-line wrap-anywhere">{note}</p> : null}
    </div>
  );
}

interface CheckFormProps {
  ruleKey: string;
  check: Check | undefined;
  idempotencyKey: string;
  sent: SentCheck | undefined;
}

function CheckForm({ ruleKey, check, idempotencyKey, sent }: CheckFormProps): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const options = [
    { value: "met", label: t("eligibility.met") },
    { value: "not-met", label: t("eligibility.notMet") },
  ];
  return (
    <details className="no-print" open={sent !== undefined}>
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-sm font-medium text-link">
        {t("eligibility.byHand")}
      </summary>
      <ActionForm idempotencyKey={idempotencyKey} className="grid gap-2 pb-2">
        <input type="hidden" name="intent" value="check" />
        <input type="hidden" name="ruleKey" value={ruleKey} />
        <RadioGroupField
          name="found"
          id={`found-${ruleKey}`}
          label={t("eligibility.byHand")}
          labelHidden
          options={options}
          defaultValue={sent?.found ?? (check ? (check.met ? "met" : "not-met") : undefined)}
          error={sent?.found === "" ? t("errors:field.choose") : undefined}
          inline
          required
        />
        <TextField
          name="note"
          id={`note-${ruleKey}`}
          label={t("eligibility.note")}
          defaultValue={sent?.note ?? check?.note ?? ""}
          error={sent && sent.found !== "" ? t("errors:field.invalid") : undefined}
          maxLength={500}
          optional
        />
        <div className="flex flex-wrap gap-2">
          <SubmitButton size="row">{t("eligibility.save")}</SubmitButton>
          {check ? (
            <Button size="row" kind="quiet" name="found" value="forget" formNoValidate>
              {t("eligibility.forget")}
            </Button>
          ) : null}
        </div>
      </ActionForm>
    </details>
  );
}

/** A decision in words, with the heat that it names. */
export function useDecisionWords(): (decision: Decision, round: string) => string {
  const { t } = useTranslation("deciding");
  return (decision, round) =>
    decision === "qualify" || decision === "wait" ? t(`decision.${decision}`, { round }) : t(`decision.${decision}`);
}
