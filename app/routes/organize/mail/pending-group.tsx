import { Form, Link } from "@remix-run/react";
import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { Icon } from "~/ui/icon.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { DecisionKind, findPendingGroups, findPendingMails } from "~db/queries/mail/outbox.ts";

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
  const { mails, announces, round, count } = group;
  const title = t("outbox.group", { decision: t(`decision.${announces as DecisionKind}`), heat: heatOf() });
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
                <SubmitButton intent={`release-${announces}-${round ?? ""}`}>{t("outbox.confirm")}</SubmitButton>
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
            hidden={{ ...hidden, chosen: "group", announces, round: round ?? "" }}
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
