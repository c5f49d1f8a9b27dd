import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type zh from "~/locales/zh-CN/deciding.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { useFindingWords } from "~/ui/application/finding-words.ts";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { type StepState, Timeline } from "~/ui/steps.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { MailState } from "../mail/mail-state.tsx";
import { DifferenceList } from "./changes-card.tsx";
import { CorrectionList } from "./correction-list.tsx";
import { useDecisionWords } from "./decision-words.ts";
import type { FileName } from "./difference-view.tsx";
import type { Moment } from "./history.ts";

interface Props {
  history: Moment[];
  files: FileName[];
  findings: Finding[];
}

/** Everything that happened to an application, the latest first. */
export function HistoryCard({ history, files, findings }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const words = useMomentWords(findings);
  return (
    <Card title={t("history.title")}>
      <Timeline
        label={t("history.title")}
        moments={history.map((moment) => ({
          ...words(moment),
          state: stateOf(moment),
          detail: <MomentDetail moment={moment} files={files} />,
        }))}
      />
    </Card>
  );
}

function useMomentWords(findings: Finding[]) {
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
  "draft-reminder",
  "returned",
  "qualified",
  "ineligible",
  "waiting",
  "reconsidered",
  "heat-invitation",
  "announcement",
] as const satisfies (keyof (typeof zh)["history"]["template"])[];

function MomentDetail({ moment, files }: { moment: Moment; files: FileName[] }): ReactNode {
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
