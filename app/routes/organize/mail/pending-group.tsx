import { Form, Link } from "@remix-run/react";
import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import type { UnknownPlaceholders } from "~/commands/mail/mail-words-input.ts";
import {
  fieldProblems,
  fieldsOf,
  noProblems,
  type Problems,
  useRefusalWords,
  wholeProblem,
} from "~/forms/problems.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { mailWordLimits } from "~/rules/mail/mail-words.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { Icon } from "~/ui/icon.tsx";
import type { State } from "~/ui/states.ts";
import { useLocale } from "~/ui/steps.tsx";
import type { findPendingGroups, findPendingMails } from "~db/queries/mail/outbox.ts";

const tones = {
  sent: "neutral",
  delivered: "ok",
  delayed: "warn",
  bounced: "danger",
  complained: "danger",
  failed: "danger",
} as const;

/** Where a mail is: its state with us, and what the provider reported last. */
export function MailState({ state, delivery }: { state: string; delivery: string | null }): ReactNode {
  const { t } = useTranslation("mail");
  const reported = delivery as keyof typeof tones | null;
  return (
    <span className="inline-flex flex-wrap gap-2">
      <StateBadge of="mail" state={state as State<"mail">} />
      {reported ? <Badge tone={tones[reported]}>{t(`delivery.${reported}`)}</Badge> : null}
    </span>
  );
}

type Row = Awaited<ReturnType<typeof findPendingMails>>[number];
type Group = Awaited<ReturnType<typeof findPendingGroups>>[number] & { mails: Row[] };

/** The decisions of one kind and heat: each can be looked at, all or some released. */
export function PendingGroup({
  path,
  hidden,
  group,
}: {
  path: string;
  hidden: Record<string, string>;
  group: Group;
}): ReactNode {
  const { t } = useTranslation(["mail", "ui"]);
  const locale = useLocale();
  const form = useRef<HTMLFormElement>(null);
  const hydrated = useHydrated();
  const toggleId = useId();
  const { mails, tells, round, count } = group;
  const title = t("outbox.group", { decision: t(`decision.${tells}`), heat: heatOf() });
  const shown = mails.length;
  return (
    <Card title={`${title} (${count})`} level={2}>
      <div className="grid gap-4">
        <Form method="post" ref={form} className="grid gap-4">
          {Object.entries({ ...hidden, chosen: "mails" }).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <DataTable
            label={t("outbox.table", { group: title })}
            dense
            rows={mails}
            rowKey={(mail) => mail.id}
            columns={[
              {
                key: "choose",
                narrow: true,
                header: hydrated ? (
                  <input
                    type="checkbox"
                    id={toggleId}
                    aria-label={t("outbox.toggle")}
                    defaultChecked
                    className="size-6"
                    onChange={(event) => toggle(event.currentTarget.checked)}
                  />
                ) : (
                  <span className="sr-only">{t("outbox.toggle")}</span>
                ),
                cell: (mail) => (
                  <input
                    type="checkbox"
                    name="mail"
                    value={mail.id}
                    defaultChecked
                    className="size-6"
                    aria-label={t("outbox.choose", { project: mail.projectTitle || mail.code })}
                  />
                ),
              },
              {
                key: "project",
                header: t("outbox.project"),
                rowHeader: true,
                cell: (mail) => (
                  <>
                    {mail.projectTitle}{" "}
                    <Link to={`/organize/applications/${mail.code}`} className="whitespace-nowrap font-normal text-sm">
                      {mail.code}
                    </Link>
                  </>
                ),
              },
              { key: "leader", header: t("outbox.leader"), cell: (mail) => mail.leaderName },
              { key: "recipient", header: t("outbox.recipient"), cell: (mail) => mail.recipient },
              { key: "at", header: t("outbox.at"), cell: (mail) => <DateTime at={mail.createdAt} /> },
              {
                key: "preview",
                header: <span className="sr-only">{t("outbox.preview")}</span>,
                narrow: true,
                cell: (mail) => (
                  <Link to={`${path}/mails/${mail.id}`}>
                    {t("outbox.preview")}
                    <span className="sr-only"> {mail.projectTitle || mail.code}</span>
                  </Link>
                ),
              },
            ]}
          />
          {shown < count ? <p className="text-ink-soft">{t("outbox.rest", { shown, count })}</p> : null}
          <details className="group/selected w-fit max-w-full open:w-full">
            <summary className="inline-flex min-h-11 items-center gap-2 rounded border border-line-strong bg-surface px-4 py-2 font-medium text-structure hover:bg-structure-soft">
              {t("outbox.selected")}
              <Icon name="down" className="group-open/selected:rotate-180" />
            </summary>
            <div className="mt-3 grid max-w-[42rem] gap-4 rounded border-s-4 border-structure bg-surface p-4 shadow">
              <p>{t("outbox.selectedConsequence")}</p>
              <div>
                <SubmitButton intent={`release-${tells}-${round ?? ""}`}>{t("outbox.confirm")}</SubmitButton>
              </div>
            </div>
          </details>
        </Form>
        {shown < count ? (
          <ConfirmForm
            opener={t("outbox.whole", { count })}
            consequence={t("outbox.allConsequence", { count })}
            confirm={t("outbox.confirm")}
            intent="release-group"
            hidden={{ ...hidden, chosen: "group", tells, round: round ?? "" }}
            kind="secondary"
            reason={false}
          />
        ) : null}
      </div>
    </Card>
  );

  function heatOf(): string {
    return inLocale(locale, group.roundTitle, group.roundTitleEn) || t("outbox.noHeat");
  }

  function toggle(checked: boolean): void {
    for (const box of form.current?.querySelectorAll<HTMLInputElement>('input[name="mail"]') ?? [])
      box.checked = checked;
  }
}

/** A refused command of mail in words, field by field; `idOf` names the control of a path into the input. */
export function useMailProblems(error: Refusal | undefined, idOf: (path: string) => string = (path) => path): Problems {
  const { t } = useTranslation("mail");
  const words = useRefusalWords("mail:refusal");
  if (!error) return noProblems;
  const found =
    error.type === "unknown-placeholders"
      ? placeholderProblems(error as UnknownPlaceholders)
      : fieldsOf(error).map((field) => ({ path: field.path, words: fieldWords(field) }));
  if (found.length > 0) return fieldProblems(found, idOf);
  return wholeProblem(words(error.type, { count: (error as { count?: number }).count }));

  function fieldWords({ path, code }: FieldError): string {
    if (code === "one-line") return t("refusal.one-line");
    if (path.endsWith("address")) return t("refusal.email");
    if (code === "too_big")
      return t("refusal.too-long", { limit: path.endsWith("subject") ? mailWordLimits.subject : mailWordLimits.text });
    return code === "too_small" || code === "invalid_type" ? t("refusal.required") : t("refusal.other");
  }

  function placeholderProblems({ unknown, known }: UnknownPlaceholders) {
    const list = known.map((each) => `{{${each}}}`).join(" ");
    return unknown.map(({ field, name }) => ({
      path: field,
      words:
        name === "{{" || name === "}}"
          ? t("refusal.brace", { name })
          : t("refusal.unknown", { name: `{{${name}}}`, known: list }),
    }));
  }
}

/** A mail in a frame where nothing of it can act: as wide as there is room, or as a phone. `name` lets a form show in it. */
export function MailFrame({
  title,
  src,
  name,
  phone = false,
}: {
  title: string;
  src: string;
  name?: string;
  phone?: boolean;
}): ReactNode {
  return (
    <iframe
      title={title}
      src={src}
      name={name}
      sandbox=""
      className={classes("h-160 max-w-full rounded border border-line bg-paper", phone ? "w-[375px]" : "w-full")}
    />
  );
}
