import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inviteStaff } from "~/commands/accounts/invite-staff.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf, textsOf } from "~/forms/fields.ts";
import { ActionForm, Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { lacksFactor } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findEditionStaff } from "~db/queries/accounts/staff.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { WithdrawForm, withdrawIntent } from "./staff-actions.tsx";
import { withdrawByForm } from "./staff-acts.server.ts";

const offered = ["screener", "organizer", "scorer", "supervisor", "conductor"] as const;

/** Who works on the whole edition, and who is invited to. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "set-up");
  return {
    me: actor.id,
    slug: edition.slug,
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.people"),
    staff: await findEditionStaff(args.context.db, edition.id, now()),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const sent = {
    ...textsOf(form, ["role", "name"]),
    email: textOf(form, "email").trim(),
    locale: textOf(form, "locale") || "zh-CN",
  };
  const withdrawn = await withdrawByForm(by, intent, form);
  const answer = withdrawn ?? (await inviteStaff(by, { ...sent, edition: params.edition }));
  const done = withdrawn ? "withdrawn" : "saved";
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/people?${done}=1`, {
    sent,
    intent,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionPeople(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "factor"]);
  const { me, slug, staff, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const labels: Record<string, string> = { name: t("people.name"), email: t("people.email") };
  const problems = useProblems(answer?.error, {
    idOf: (path) => (path === "reason" ? `reason-${answer?.intent}` : path),
    labelOf: (path) => labels[path],
  });
  const field = (name: "name" | "email") => ({
    name,
    label: t(`people.${name}`),
    defaultValue: answer?.sent[name],
    error: problems.at(name),
  });
  return (
    <div className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">{t("people.lead")}</p>
      <ErrorSummary errors={problems.errors} />
      <Saved title={t("people.invited")} />
      <Saved title={t("withdraw.done")} by="withdrawn" />
      <DataTable
        label={t("tabs.people")}
        rows={staff}
        rowKey={(row) => `${row.role} ${row.state} ${row.id}`}
        empty={<EmptyState title={t("people.none")} />}
        columns={[
          { key: "name", header: t("people.name"), rowHeader: true, cell: (row) => row.name },
          {
            key: "email",
            header: t("people.email"),
            className: "min-w-52",
            cell: (row) => <span className="break-all">{row.email}</span>,
          },
          { key: "role", header: t("people.role"), cell: (row) => t(`ui:role.${row.role}`) },
          {
            key: "state",
            header: t("people.state"),
            cell: (row) => (
              <span className="inline-flex flex-wrap gap-2">
                <StateBadge of="invitation" state={row.state} />
                {lacksFactor(row) ? <Badge tone="warn">{t("factor:missing")}</Badge> : null}
              </span>
            ),
            narrow: true,
          },
          {
            key: "actions",
            header: <span className="sr-only">{t("ui:word.actions")}</span>,
            cell: (row) =>
              row.userId === me && row.role === "organizer" ? null : (
                <WithdrawForm
                  row={row}
                  idempotencyKey={idempotencyKey}
                  error={answer?.intent === withdrawIntent(row) ? problems.at("reason") : undefined}
                />
              ),
          },
        ]}
      />
      {staff.length > 0 ? <ListExport edition={slug} list="people" /> : null}
      <Card title={t("people.invite")}>
        <ActionForm idempotencyKey={idempotencyKey} noValidate key={idempotencyKey} className="grid gap-4">
          <RadioGroupField
            name="role"
            label={t("people.role")}
            defaultValue={answer?.sent.role ?? "screener"}
            options={offered.map((role) => ({
              value: role,
              label: t(`ui:role.${role}`),
              hint: t(`people.can.${role}`),
            }))}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField {...field("name")} autoComplete="off" />
            <TextField {...field("email")} type="email" autoComplete="off" />
          </div>
          <RadioGroupField
            name="locale"
            label={t("people.locale")}
            defaultValue={answer?.sent.locale ?? "zh-CN"}
            options={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
            inline
          />
          <div>
            <SubmitButton kind="primary">{t("people.send")}</SubmitButton>
          </div>
        </ActionForm>
      </Card>
    </div>
  );
}
