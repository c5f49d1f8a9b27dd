import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { objectionOutcomes } from "~/rules/notices/objection.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { RadioGroupField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { formatFileSize } from "~/ui/format/number.ts";
import type { ObjectionAnswer, ObjectionPage } from "./objection.tsx";

interface Props {
  objection: ObjectionPage["objection"];
  handling: NonNullable<ObjectionPage["handling"]>;
  answer: ObjectionAnswer;
  decided: boolean;
}

/** What those see and do who handle the objection. */
export function Handling(props: Props): ReactNode {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="grid gap-6">
        <Words {...props} />
        <Identity {...props} />
      </div>
      <div className="grid gap-6">
        <Assignment {...props} />
        <Decision {...props} />
        <Correction {...props} />
      </div>
    </div>
  );
}

function Words({ objection, handling }: Props): ReactNode {
  const { t } = useTranslation("notice");
  const { words, files, kind } = handling;
  if (!words) return <Callout title={t("status.erased")} />;
  return (
    <Card title={t("handle.words")}>
      <div className="grid gap-4">
        {(["facts", "grounds"] as const).map((part) => (
          <div key={part}>
            <h3 className="text-ink-soft">{t(`form.${part}`)}</h3>
            <p className="whitespace-pre-wrap">{words[part]}</p>
          </div>
        ))}
        <div>
          <h3 className="text-ink-soft">{t("files.title")}</h3>
          {kind === "unit" && !files.some((file) => file.kind === "letter") ? (
            <p className="text-warn">{t("handle.sealMissing")}</p>
          ) : null}
          {files.length === 0 ? <p>{t("files.none")}</p> : null}
          <ul>
            {files.map(({ id, kind: of, size }) => (
              <li key={id}>
                <Link
                  to={`/organize/objections/${objection.receipt}/files/${id}`}
                  reloadDocument
                  className="inline-flex min-h-11 items-center"
                >
                  {t(`files.kind.${of}`)} · {formatFileSize(size)}
                </Link>
              </li>
            ))}
          </ul>
          {files.length > 0 ? <p className="text-sm text-ink-soft">{t("handle.filesNote")}</p> : null}
        </div>
      </div>
    </Card>
  );
}

/** Who raised it: only as the answer to a reason, and not any more when the page is left. */
function Identity({ handling, answer }: Props): ReactNode {
  const { t } = useTranslation(["notice", "privacy"]);
  const shown = answer && "objector" in answer ? answer.objector : null;
  const wrong = answer && "error" in answer && answer.intent === "reveal" && answer.error.type === "invalid-input";
  return (
    <Card title={t("handle.identity")}>
      <div className="grid gap-4">
        {shown ? (
          <Callout kind="ok" live title={t("handle.shown")}>
            <DetailList
              items={[
                { term: t("form.kind"), detail: t(`kind.${shown.kind}`) },
                { term: t("form.name"), detail: shown.name },
                ...(shown.contactPerson ? [{ term: t("form.contactPerson"), detail: shown.contactPerson }] : []),
                ...(shown.phone ? [{ term: t("form.phone"), detail: shown.phone }] : []),
                ...(shown.email ? [{ term: t("form.email"), detail: shown.email }] : []),
              ]}
            />
          </Callout>
        ) : handling.erased ? (
          <p>{t("status.erased")}</p>
        ) : (
          <details className="no-print" open={wrong === true}>
            <summary className="inline-flex min-h-11 items-center font-medium text-link">{t("handle.reveal")}</summary>
            <Form method="post" noValidate className="grid max-w-prose gap-3 pt-1">
              <p className="text-ink-soft">{t("handle.revealDetail")}</p>
              <TextField
                name="reason"
                id="reveal-reason"
                label={t("handle.revealReason")}
                error={wrong ? t("privacy:identity.reasonWrong") : undefined}
                defaultValue={answer && "reason" in answer && answer.intent === "reveal" ? answer.reason : ""}
                maxLength={300}
                autoComplete="off"
                required
              />
              <div>
                <SubmitButton intent="reveal">{t("handle.revealDo")}</SubmitButton>
              </div>
            </Form>
          </details>
        )}
        {handling.reveals.length > 0 ? (
          <div>
            <h3 className="text-ink-soft">{t("handle.reveals")}</h3>
            <ul>
              {handling.reveals.map(({ id, revealedBy, revealedAt, reason }) => (
                <li key={id}>
                  {revealedBy} · <DateTime at={revealedAt} /> · {reason}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Assignment({ handling, decided }: Props): ReactNode {
  const { t } = useTranslation("notice");
  const { handler, handlers, own, actorId, idempotencyKey } = handling;
  return (
    <Card title={t("handle.assignment")}>
      <div className="grid gap-3">
        <p>
          {handler ? t(own ? "handle.handlerIsYou" : "handle.handler", { name: handler.name }) : t("handle.nobody")}
        </p>
        {decided ? null : (
          <ActionForm idempotencyKey={`${idempotencyKey}-a`} className="flex flex-wrap items-end gap-3">
            <input type="hidden" name="seen" value={handler?.id ?? ""} />
            <SelectField
              name="handler"
              label={t("handle.handTo")}
              placeholder={null}
              defaultValue={handler?.id ?? actorId}
              options={handlers.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <SubmitButton intent="assign" kind={handler ? "secondary" : "primary"}>
              {t("handle.assign")}
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Card>
  );
}

function Decision({ handling, objection, answer, decided }: Props): ReactNode {
  const { t } = useTranslation(["notice", "errors"]);
  const { own, locale, reason, idempotencyKey } = handling;
  if (decided)
    return (
      <Card title={t(`outcome.${objection.state as (typeof objectionOutcomes)[number]}`)}>
        <p lang={locale} className="whitespace-pre-wrap">
          {reason}
        </p>
      </Card>
    );
  if (!own) return <Callout title={t("handle.decision")}>{t("handle.decideFirst")}</Callout>;
  const sent = answer && "outcome" in answer && answer.intent === "decide" ? answer : undefined;
  const fields = fieldsOf(sent?.error);
  const wrong = (path: string) => fields.some((field) => field.path === path);
  return (
    <Card title={t("handle.decision")}>
      <ActionForm idempotencyKey={`${idempotencyKey}-d`} noValidate className="grid gap-4">
        <RadioGroupField
          name="outcome"
          label={t("handle.outcome")}
          defaultValue={sent?.outcome}
          error={wrong("outcome") ? t("errors:field.choose") : undefined}
          options={objectionOutcomes.map((outcome) => ({
            value: outcome,
            label: t(`outcome.${outcome}`),
            hint: t(`handle.outcomeHint.${outcome}`),
          }))}
        />
        <TextAreaField
          name="reason"
          id="decide-reason"
          label={t("handle.reason")}
          hint={t("handle.reasonHint", { language: locale === "en" ? "English" : "中文" })}
          error={wrong("reason") ? t("errors:field.reason") : undefined}
          defaultValue={sent?.reason}
          rows={5}
          required
        />
        <div>
          <SubmitButton intent="decide" kind="primary">
            {t("handle.decide")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}

/** An objection that was upheld leads to the release desk; what came of it there is put on record here. */
function Correction({ handling, objection }: Props): ReactNode {
  const { t } = useTranslation("notice");
  const { later, idempotencyKey } = handling;
  if (objection.state !== "upheld" || objection.correctedVersion !== null) return null;
  return (
    <Card title={t("handle.correction")}>
      <div className="grid gap-3">
        <p>{t(later.length > 0 ? "handle.correctionLink" : "handle.correctionNone")}</p>
        {later.length > 0 ? (
          <ActionForm idempotencyKey={`${idempotencyKey}-l`} className="flex flex-wrap items-end gap-3">
            <SelectField
              name="version"
              label={t("desk.corrected")}
              placeholder={null}
              options={later.map(({ version, correctionReason }) => ({
                value: String(version),
                label: [t("desk.versionOf", { version }), correctionReason].filter(Boolean).join(" · "),
              }))}
            />
            <SubmitButton intent="link" kind="primary">
              {t("handle.link")}
            </SubmitButton>
          </ActionForm>
        ) : null}
        <p>
          <Link to={`/organize/rounds/${objection.round}/release`} className="inline-flex min-h-11 items-center">
            {t("handle.toRelease")}
          </Link>
        </p>
      </div>
    </Card>
  );
}
