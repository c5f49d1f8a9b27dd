import { Form, Link, useSearchParams } from "@remix-run/react";
import { createContext, type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationProblem } from "~/rules/applications/application-sections.ts";
import { type AttachmentKind, kindRules } from "~/rules/files/attachment.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";
import { FindingLine, FindingList } from "~/ui/application/findings.tsx";
import { Badge } from "~/ui/badge.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { AttachmentList } from "~/ui/files/attachment-list.tsx";
import { UploadBox } from "~/ui/files/upload-box.tsx";
import { useRefusalWords, useTakesWords } from "~/ui/files/upload-row.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { AttachmentFiles } from "./application.server.ts";
import { PromiseField } from "./consent.tsx";
import { aboutStep, evaluateOverall, type FormChoices, HeatTrackNote, useProblemLine } from "./leader-fields.tsx";
import { type FormStep, problemsOn, stepAddress, stepNames, stepOf } from "./use-edit-state.ts";

/** The heats, tracks and groups that the edition has to choose from. */
export const OptionsContext = createContext<FormChoices>({ rounds: [], tracks: [], groups: [] });

interface AttachmentKindFieldsProps extends Pick<AttachmentFiles, "attachments" | "unfinished"> {
  code: string;
  kind: AttachmentKind;
  required: boolean;
  /** Where its blank form is. */
  template?: string;
  problem?: string;
  correction?: string;
}

/** One kind of file: what it takes, the files that are there, and the place to bring another. */
export function AttachmentKindFields(props: AttachmentKindFieldsProps): ReactNode {
  const { code, kind, required, template, attachments, unfinished, problem, correction } = props;
  const { t } = useTranslation("files");
  const takes = useTakesWords();
  const refusal = useRefusalWords();
  const [search] = useSearchParams();
  const mine = search.get("kind") === kind;
  const refused = mine ? search.get("refused") : null;
  const id = `attachments.${kind}`;
  const action = `/apply/${code}/attachments`;
  const wrong = refused ? refusal(refused, kind) : problem;
  const full = attachments.length >= kindRules[kind].mostFiles;
  return (
    <section aria-labelledby={`${id}-title`} className="grid gap-3 border-t border-line pt-4">
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-2">
          <h3 id={`${id}-title`} className="text-lg">
            {t(`kind.${kind}`)}
          </h3>
          <Badge tone={required ? "act" : undefined}>{t(required ? "required" : "optional")}</Badge>
        </div>
        <p id={`${id}-hint`} className="max-w-prose text-sm text-ink-soft">
          {t(`hint.${kind}`)} {takes(kind)}
        </p>
        {template ? (
          <p>
            <a
              href={template}
              target="_blank"
              rel="noreferrer"
              className="inline-flex min-h-11 items-center gap-1.5"
              aria-label={t("templateOf", { kind: t(`kind.${kind}`) })}
            >
              <Icon name="down" />
              {t("template")}
            </a>
          </p>
        ) : null}
      </div>
      {correction ? <Callout kind="warn">{correction}</Callout> : null}
      {mine && search.has("added") ? <Callout kind="ok" live title={t("added")} /> : null}
      {mine && search.has("removed") ? <Callout kind="ok" live title={t("removed")} /> : null}
      {wrong ? (
        <p
          id={`${id}-error`}
          role={refused ? "alert" : undefined}
          className="flex items-start gap-1.5 font-medium text-danger"
        >
          <Icon name="stop" className="mt-0.75" />
          <span>{wrong}</span>
        </p>
      ) : null}
      {attachments.length > 0 ? (
        <AttachmentList
          attachments={attachments}
          kindHidden
          actions={({ id: file, name }) => (
            <GiveUp action={action} intent="remove" kind={kind} id={file} label={t("removeOf", { name })}>
              {t("remove")}
            </GiveUp>
          )}
        />
      ) : null}
      {unfinished.length > 0 ? <Unfinished action={action} kind={kind} unfinished={unfinished} /> : null}
      {full ? <p className="text-sm text-ink-soft">{t("full")}</p> : null}
      <UploadBox
        id={id}
        action={action}
        about={{ code, kind }}
        kind={kind}
        describedBy={[`${id}-hint`, wrong ? `${id}-error` : ""].join(" ").trim()}
        invalid={wrong !== undefined}
        full={full}
      />
    </section>
  );
}

function Unfinished({
  action,
  kind,
  unfinished,
}: Pick<AttachmentKindFieldsProps, "kind" | "unfinished"> & { action: string }): ReactNode {
  const { t } = useTranslation("files");
  return (
    <Callout title={t("unfinished.title")}>
      <ul className="grid gap-2">
        {unfinished.map(({ id, name, percent, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span className="wrap-anywhere">
              {t("unfinished.line", { name, percent })}
              <span className="text-ink-soft">
                {" "}
                · {t("unfinished.until")} <DateTime at={expiresAt} />
              </span>
            </span>
            <GiveUp action={action} intent="cancel" kind={kind} id={id} label={t("cancelOf", { name })}>
              {t("cancel")}
            </GiveUp>
          </li>
        ))}
      </ul>
      <p>{t("unfinished.again")}</p>
    </Callout>
  );
}

function GiveUp(given: {
  action: string;
  intent: "remove" | "cancel";
  kind: AttachmentKind;
  id: number | string;
  label: string;
  children: ReactNode;
}): ReactNode {
  return (
    <Form method="post" action={given.action} preventScrollReset>
      <input type="hidden" name="id" value={given.id} />
      <input type="hidden" name="kind" value={given.kind} />
      <Button name="intent" value={given.intent} size="row" kind="quiet" aria-label={given.label}>
        {given.children}
      </Button>
    </Form>
  );
}

interface SubmitStepProps {
  code: string;
  problems: readonly ApplicationProblem[];
  findings: readonly Finding[];
  /** It was handed in before: this replaces it. */
  again: boolean;
  pending: boolean;
  /** The version of the consent that was given. */
  agreed: string | null;
}

/** The last step: all that is still missing, each with the way to its field; eligibility; the promise; and the one thing to do. */
export function SubmitStep({ code, problems, findings, again, pending, agreed }: SubmitStepProps): ReactNode {
  const { t } = useTranslation("apply");
  const options = useContext(OptionsContext);
  return (
    <>
      <Missing code={code} problems={problems} />
      <HeatTrackNote {...options} />
      <EligibilityPanel findings={findings} />
      <div className="flex flex-wrap gap-3">
        <LinkButton to={`/apply/${code}/preview`} icon="eye">
          {t("preview.open")}
        </LinkButton>
      </div>
      <PromiseField agreed={agreed} />
      <div className="grid gap-2">
        <p className="text-ink-soft">{t(again ? "submit.againWarning" : "submit.warning")}</p>
        <div className="flex flex-wrap gap-3">
          <Button name="intent" value="submit" kind="primary" size="hall" pending={pending}>
            {t(again ? "submit.again" : "submit.button")}
          </Button>
        </div>
      </div>
    </>
  );
}

function Missing({ code, problems }: Pick<SubmitStepProps, "code" | "problems">): ReactNode {
  const { t } = useTranslation("apply");
  const line = useProblemLine({ gaps: "short" });
  if (problems.length === 0) return <Callout kind="ok">{t("submit.ready")}</Callout>;
  return (
    <Callout title={t("submit.missing", { count: problems.length })}>
      <div className="grid gap-3">
        {stepNames.map((step) => {
          const here = problemsOn(step, problems);
          return here.length === 0 ? null : (
            <div key={step}>
              <h3 className="text-base font-semibold">{t(`section.${step}`)}</h3>
              <ul className="grid gap-x-6 sm:grid-cols-2">
                {here.map((problem) => (
                  <li key={problem.path}>
                    <Link
                      to={stepAddress(code, stepOf(problem.path), problem.path)}
                      className="inline-flex min-h-11 items-center"
                    >
                      {line(problem)}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </Callout>
  );
}

/** 参赛条件: every rule, and what it says of what is written now. */
function EligibilityPanel({ findings }: { findings: readonly Finding[] }): ReactNode {
  const { t } = useTranslation(["apply", "eligibility"]);
  if (findings.length === 0) return null;
  return (
    <Card title={t("eligibility:title")} level={3}>
      <p className="mb-2 text-ink-soft">{t(`conditions.${evaluateOverall(findings)}`)}</p>
      <FindingList findings={findings} />
    </Card>
  );
}

/** The rules about the fields of a step, as far as they can tell something: beside those fields. */
export function EligibilityNotes({ findings, step }: { findings: readonly Finding[]; step: FormStep }): ReactNode {
  const { t } = useTranslation(["apply", "eligibility"]);
  const about = findings.filter((finding) => finding.outcome !== "unknown" && aboutStep(finding.kind) === step);
  if (about.length === 0) return null;
  return (
    <section aria-label={t("eligibility:title")} aria-live="polite" className="grid gap-2 rounded bg-sunken px-4 py-3">
      {about.map((finding) => (
        <FindingLine key={finding.ruleKey} finding={finding} />
      ))}
    </section>
  );
}
