import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
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
import { askedPage } from "~/services/http/asked-page.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { ListPages } from "~/ui/pages.tsx";
import { findEditionStaffPage, findStaffToTell } from "~db/queries/accounts/staff.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { WithdrawForm, withdrawIntent } from "./staff-actions.tsx";
import { withdrawByForm } from "./staff-acts.server.ts";

const offered = ["screener", "organizer", "scorer", "supervisor", "conductor"] as const;

const staffKey = /^(?:role|invitation)-\d{1,9}$/;

/** Who works on the whole edition, and who is invited to: page by page, or found by a part of name or address. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "set-up");
  const search = new URL(args.request.url).searchParams.get("q") ?? "";
  const of = { editionId: edition.id, search, now: now() };
  return {
    me: actor.id,
    slug: edition.slug,
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.people"),
    search,
    /** Without any supervisor nobody can agree to another. */
    supervisors: (await findStaffToTell(args.context.db, { editionId: edition.id, roundId: null }, ["supervisor"]))
      .length,
    page: await askedPage(args.request, (at) => findEditionStaffPage(args.context.db, of, at), staffKey),
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
  // Back to the page of the list that the form stood on
  const query = new URL(request.url).searchParams;
  for (const done of ["withdrawn", "saved"]) query.delete(done);
  query.set(withdrawn ? "withdrawn" : "saved", "1");
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/people?${query}`, { sent, intent });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function EditionPeople(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "factor"]);
  const { me, slug, search, supervisors, page, idempotencyKey } = useLoaderData<typeof loader>();
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
      {supervisors > 0 ? null : (
        <Callout kind="warn" title={t("people.noSupervisor")}>
          <p>{t("people.noSupervisorMend")}</p>
          <code className="mt-2 block break-words rounded bg-sunken p-3 font-mono text-sm">
            {`npm run --silent contest -- user add ${t("people.address")} --role supervisor --edition ${slug}`}
          </code>
        </Callout>
      )}
      <ErrorSummary errors={problems.errors} />
      <Saved title={t("people.invited")} />
      <Saved title={t("withdraw.done")} by="withdrawn" />
      <Form key={search} method="get" className="no-print flex flex-wrap items-end gap-3">
        <TextField name="q" type="search" label={t("people.search")} defaultValue={search} width="medium" />
        <Button>{t("ui:action.search")}</Button>
        {search === "" ? null : (
          <Link to="?" className="inline-flex min-h-11 items-center">
            {t("people.all")}
          </Link>
        )}
      </Form>
      <DataTable
        label={t("tabs.people")}
        rows={page.rows}
        rowKey={(row) => row.key}
        empty={<EmptyState title={t(search === "" ? "people.none" : "people.noneFound")} />}
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
      <ListPages previous={page.previous} next={page.next} query={{ q: search }} />
      {page.rows.length > 0 ? <ListExport edition={slug} list="people" query={{ q: search }} /> : null}
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
