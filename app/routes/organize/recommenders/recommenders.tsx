import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { addRecommender } from "~/commands/recommenders/add-recommender.ts";
import { endRecommender } from "~/commands/recommenders/end-recommender.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf, textsOf } from "~/forms/fields.ts";
import { ActionForm, Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { editionFor } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { CopyButton } from "~/ui/copy-button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { RadioGroupField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { QrPicture } from "~/ui/qr-code.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findAllRecommenders } from "~db/queries/recommenders.ts";
import { ListExport } from "../exchange/list-export.tsx";

/** The institutions that recommend projects, each with its link and what came by it. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale, settings } = args.context;
  return {
    documentTitle: i18nFor(locale).t("editions:tabs.recommenders"),
    slug: edition.slug,
    recommenders: (await findAllRecommenders(db, edition.id)).map((recommender) => {
      const link = `${settings.baseUrl}/r/${recommender.key}`;
      return { ...recommender, link, code: qrCode(link) };
    }),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { edition } = params;
  const sent = {
    ...textsOf(form, ["name", "nameEn"]),
    email: textOf(form, "email").trim(),
    locale: textOf(form, "locale") || "zh-CN",
  };
  const answer =
    intent === "end" || intent === "reopen"
      ? await endRecommender(by, { edition, recommenderId: textOf(form, "id"), ended: intent === "end" })
      : await addRecommender(by, { edition, ...sent });
  return answerForm(request, answer, `/organize/editions/${edition}/settings/recommenders?saved=1`, { sent });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Recommenders(): ReactNode {
  const { t } = useTranslation(["editions", "recommend", "rounds"]);
  const { recommenders, slug, idempotencyKey } = useLoaderData<typeof loader>();
  const locale = useLocale();
  const answer = useActionData<typeof action>();
  const error = answer?.error;
  const taken = error?.type === "recommender-exists";
  const labels: Record<string, string> = { name: t("recommenders.name"), email: t("recommenders.email") };
  const problems = useProblems(taken ? undefined : error, { idOf: (path) => path, labelOf: (path) => labels[path] });
  const field = (name: "name" | "nameEn" | "email") => ({
    name,
    label: t(`recommenders.${name}`),
    defaultValue: answer?.sent[name],
    error: name === "name" && taken ? t("recommenders.taken") : problems.at(name),
  });
  return (
    <div className="grid gap-6">
      <p className="max-w-prose text-ink-soft">{t("recommenders.lead")}</p>
      <ErrorSummary errors={taken ? [{ id: "name", message: t("recommenders.taken") }] : problems.errors} />
      <Saved />
      <DataTable
        label={t("tabs.recommenders")}
        rows={recommenders}
        rowKey={(row) => row.key}
        empty={<EmptyState title={t("recommenders.none")} />}
        columns={[
          {
            key: "name",
            header: t("recommenders.who"),
            rowHeader: true,
            cell: (row) => (
              <>
                {inLocale(locale, row.name, row.nameEn)}
                <span className="block text-sm font-normal break-all text-ink-soft">{row.email}</span>
              </>
            ),
          },
          {
            key: "link",
            header: t("recommenders.link"),
            cell: (row) =>
              row.endedAt ? (
                t("recommenders.ended")
              ) : (
                <div className="grid min-w-56 justify-items-start gap-2">
                  <span className="font-mono text-sm break-all select-all">{row.link}</span>
                  <CopyButton text={row.link} label={t("recommend:link.copy")} />
                  <details>
                    <summary className="flex min-h-8 cursor-pointer items-center text-sm text-link">
                      {t("recommend:link.code")}
                    </summary>
                    <QrPicture {...row.code} label={t("recommend:link.code")} className="w-36 rounded" />
                  </details>
                </div>
              ),
          },
          { key: "opened", header: t("recommend:count.opened"), cell: (row) => row.opened, numeric: true },
          { key: "begun", header: t("recommend:count.begun"), cell: (row) => row.begun, numeric: true },
          {
            key: "submitted",
            header: t("recommend:count.submitted"),
            numeric: true,
            cell: (row) => (
              <Link to={`/organize/editions/${slug}/applications?recommender=${row.key}`}>{row.submitted}</Link>
            ),
          },
          { key: "qualified", header: t("recommend:count.qualified"), cell: (row) => row.qualified, numeric: true },
          {
            key: "act",
            header: t("recommenders.act"),
            cell: (row) => (
              <ActionForm idempotencyKey={`${idempotencyKey}-${row.id}`}>
                <input type="hidden" name="id" value={row.id} />
                <Button size="row" name="intent" value={row.endedAt ? "reopen" : "end"}>
                  {t(row.endedAt ? "recommenders.reopen" : "recommenders.end")}
                  <span className="sr-only"> {row.name}</span>
                </Button>
              </ActionForm>
            ),
          },
        ]}
      />
      {recommenders.length > 0 ? <ListExport edition={slug} list="recommenders" /> : null}
      <Card title={t("recommenders.add")}>
        <ActionForm idempotencyKey={idempotencyKey} noValidate key={idempotencyKey} className="grid max-w-220 gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField {...field("name")} required />
            <TextField {...field("nameEn")} optional />
          </div>
          <TextField {...field("email")} type="email" hint={t("recommenders.emailHint")} width="medium" required />
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
            <SubmitButton kind="primary" intent="add">
              {t("recommenders.add")}
            </SubmitButton>
          </div>
        </ActionForm>
      </Card>
    </div>
  );
}
