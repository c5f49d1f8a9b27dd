import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CommonRefusal } from "~/commands/command.ts";
import { addWebhook, mostWebhooks, type WebhookRefusal } from "~/commands/exchange/add-webhook.ts";
import { endWebhook } from "~/commands/exchange/end-webhook.ts";
import { renewWebhook } from "~/commands/exchange/renew-webhook.ts";
import { resendDelivery } from "~/commands/exchange/resend-delivery.ts";
import { testWebhook } from "~/commands/exchange/test-webhook.ts";
import { answerForm, readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { allowsLoopbackWebhooks } from "~/services/exchange/webhook-delivery.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findAllWebhooks, findLatestDeliveries } from "~db/queries/exchange/webhooks.ts";

type Delivery = Awaited<ReturnType<typeof findLatestDeliveries>>[number];

const tones = { queued: "structure", delivered: "ok", failed: "danger", void: "neutral" } as const;

interface Props {
  deliveries: Delivery[];
  idempotencyKey: string;
}

/** What was told to whom, how that went, and the way to send it again. */
export function DeliveriesTable({ deliveries, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation("webhooks");
  return (
    <DataTable
      label={t("deliveries")}
      rows={deliveries}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "what",
          header: t("what"),
          rowHeader: true,
          cell: (row) => (
            <>
              {t(`event.${row.event}`)}
              {row.round ? <span className="block text-sm font-normal text-ink-soft">{row.round}</span> : null}
            </>
          ),
        },
        { key: "state", header: t("stateLabel"), cell: (row) => <DeliveryState of={row} /> },
        { key: "when", header: t("when"), cell: (row) => <DateTime at={row.deliveredAt ?? row.happenedAt} /> },
        {
          key: "url",
          header: t("address"),
          cell: (row) => <span className="inline-block min-w-48 font-mono text-sm break-all">{row.url}</span>,
        },
        {
          key: "act",
          header: t("act"),
          cell: (row) =>
            row.endedAt === null && (row.state === "delivered" || row.state === "failed") ? (
              <ActionForm idempotencyKey={`${idempotencyKey}-again-${row.id}`}>
                <input type="hidden" name="delivery" value={row.id} />
                <Button size="row" name="intent" value="resend">
                  {t("resend")}
                  <span className="sr-only"> {`${t(`event.${row.event}`)} ${row.url}`}</span>
                </Button>
              </ActionForm>
            ) : null,
        },
      ]}
    />
  );
}

function DeliveryState({ of }: { of: Delivery }): ReactNode {
  const { t } = useTranslation("webhooks");
  const locale = useLocale();
  const waits = of.state === "queued" && of.attempts > 0;
  const details = [
    of.attempts > 0 ? t("attempts", { count: of.attempts }) : null,
    of.status === null ? null : t("answered", { status: of.status }),
    of.error === null ? null : t(`error.${of.error}`),
    waits ? t("nextAt", { at: formatDateTime(of.dueAt, locale) }) : null,
  ].filter(Boolean);
  return (
    <>
      <Badge tone={tones[of.state]}>{t(`state.${of.state}`)}</Badge>
      {details.length > 0 ? <span className="mt-1 block text-sm text-ink-soft">{details.join(" · ")}</span> : null}
    </>
  );
}

const shownDeliveries = 50;

/** The addresses that are told of the edition's results, and what was told to each. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const { db, locale } = args.context;
  const [webhooks, deliveries] = await Promise.all([
    findAllWebhooks(db, edition.id),
    findLatestDeliveries(db, edition.id, shownDeliveries),
  ]);
  return {
    documentTitle: i18nFor(locale).t("webhooks:title"),
    webhooks,
    deliveries,
    most: mostWebhooks,
    idempotencyKey: randomUUID(),
  };
}

const done = { test: "tested", end: "ended", resend: "resent" } as const;
type Intent = keyof typeof done;

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { edition } = params;
  const webhook = textOf(form, "webhook");
  if (intent === "test" || intent === "end" || intent === "resend") {
    const acts = {
      test: () => testWebhook(by, { edition, webhook }),
      end: () => endWebhook(by, { edition, webhook }),
      resend: () => resendDelivery(by, { edition, delivery: textOf(form, "delivery") }),
    } satisfies Record<Intent, () => unknown>;
    const answer = await acts[intent]();
    const saved = `/organize/editions/${edition}/settings/webhooks?done=${done[intent]}`;
    return answerForm(request, answer, saved, { url: "", told: null });
  }
  const url = textOf(form, "url");
  const answer =
    intent === "renew"
      ? await renewWebhook(by, { edition, webhook })
      : await addWebhook(by, { edition, url, local: allowsLoopbackWebhooks(context.settings) });
  if (answer.ok) return data({ error: undefined, url: "", told: answer.value });
  return refused(answer.error, request, { url, told: null });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Webhooks(): ReactNode {
  const { t } = useTranslation("webhooks");
  const { webhooks, deliveries, most, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const fault = useFault(answer?.error, most);
  const finished = Object.values(done).find((each) => each === search.get("done"));
  return (
    <div className="grid gap-6">
      <p className="max-w-prose text-ink-soft">
        {t("lead")} <a href="/api">{t("how")}</a>
      </p>
      <ErrorSummary errors={fault.errors} />
      {finished && !answer ? <Callout kind="ok" live title={t(`done.${finished}`)} /> : null}
      {answer?.told ? (
        <Callout kind="warn" live title={t("secretTitle")}>
          <p>{t("secretOnce")}</p>
          <p className="mt-3 text-sm break-all">{t("secretOf", { url: answer.told.url })}</p>
          <code className="block font-mono break-all select-all">{answer.told.secret}</code>
        </Callout>
      ) : null}
      <DataTable
        label={t("title")}
        rows={webhooks}
        rowKey={(row) => row.id}
        empty={<EmptyState title={t("none")}>{t("noneMend")}</EmptyState>}
        columns={[
          {
            key: "url",
            header: t("address"),
            rowHeader: true,
            cell: (row) => <span className="inline-block min-w-56 font-mono text-sm break-all">{row.url}</span>,
          },
          {
            key: "act",
            header: t("act"),
            cell: (row) => (
              <div className="flex flex-wrap items-start gap-2">
                <ActionForm idempotencyKey={`${idempotencyKey}-${row.id}`}>
                  <input type="hidden" name="webhook" value={row.id} />
                  <Button size="row" name="intent" value="test">
                    {t("test")}
                    <span className="sr-only"> {row.url}</span>
                  </Button>
                </ActionForm>
                <ConfirmForm
                  // Closed again once it is done
                  key={idempotencyKey}
                  opener={t("renewOpener")}
                  consequence={t("renewConsequence", { url: row.url })}
                  confirm={t("renew")}
                  kind="secondary"
                  intent="renew"
                  hidden={{ webhook: String(row.id) }}
                  reason={false}
                />
                <ConfirmForm
                  opener={t("endOpener")}
                  consequence={t("endConsequence", { url: row.url })}
                  confirm={t("end")}
                  intent="end"
                  hidden={{ webhook: String(row.id), idempotencyKey: `${idempotencyKey}-end-${row.id}` }}
                  reason={false}
                />
              </div>
            ),
          },
          { key: "by", header: t("addedBy"), cell: (row) => row.addedBy },
        ]}
      />
      <Card title={t("addTitle")}>
        <Form method="post" noValidate key={idempotencyKey} className="grid max-w-220 gap-4">
          <TextField
            name="url"
            type="url"
            label={t("url")}
            hint={t("urlHint")}
            defaultValue={answer?.url}
            error={fault.ofUrl}
            required
          />
          <div>
            <SubmitButton kind="primary" intent="add">
              {t("add")}
            </SubmitButton>
          </div>
        </Form>
      </Card>
      <Card title={t("deliveries")} flush={deliveries.length > 0}>
        {deliveries.length > 0 ? (
          <DeliveriesTable deliveries={deliveries} idempotencyKey={idempotencyKey} />
        ) : (
          <p className="text-ink-soft">{t("noDeliveries")}</p>
        )}
      </Card>
    </div>
  );
}

/** A refusal in the words of the page, and what of it is about the address typed. */
function useFault(error: WebhookRefusal | CommonRefusal | undefined, most: number) {
  const { t } = useTranslation("webhooks");
  const own = (() => {
    if (error?.type === "webhook-address") return t(`flaw.${error.flaw}`);
    if (error?.type === "webhook-exists") return t("exists");
    if (error?.type === "too-many-webhooks") return t("tooMany", { count: most });
    return undefined;
  })();
  const waits = error?.type === "delivery-waits";
  const problems = useProblems(own || waits ? undefined : error, { idOf: (path) => path, labelOf: () => t("url") });
  if (own) return { errors: [{ id: "url", message: own }], ofUrl: own };
  if (waits) return { errors: [{ message: t("waits") }], ofUrl: undefined };
  return { errors: problems.errors, ofUrl: problems.at("url") };
}
