import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { findLatestDeliveries } from "~db/queries/exchange/webhooks.ts";

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
              <Form method="post">
                <input type="hidden" name="delivery" value={row.id} />
                <input type="hidden" name="idempotencyKey" value={`${idempotencyKey}-again-${row.id}`} />
                <Button size="row" name="intent" value="resend">
                  {t("resend")}
                  <span className="sr-only"> {`${t(`event.${row.event}`)} ${row.url}`}</span>
                </Button>
              </Form>
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
