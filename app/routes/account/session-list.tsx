import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import type { Device } from "./device.ts";

interface Session {
  id: string;
  device: Device | null;
  ipAddress: string | null;
  createdAt: Date;
  updatedAt: Date;
  here: boolean;
}

/** Where the person is signed in, each with a way to end it. */
export function SessionList({ sessions }: { sessions: Session[] }): ReactNode {
  const { t } = useTranslation("account");
  const nameOf = ({ device }: Session) => (device ? t("sessions.on", { ...device }) : t("sessions.unknown"));
  return (
    <Card
      title={t("sessions.title")}
      footer={
        sessions.length > 1 ? (
          <Form method="post" action="/account/sessions">
            <SubmitButton intent="others">{t("sessions.endOthers")}</SubmitButton>
          </Form>
        ) : undefined
      }
    >
      <p className="mb-4 max-w-prose text-ink-soft">{t("sessions.lead")}</p>
      <DataTable
        label={t("sessions.title")}
        rows={sessions}
        rowKey={(session) => session.id}
        columns={[
          {
            key: "device",
            header: t("sessions.device"),
            rowHeader: true,
            cell: (session) => (
              <span className="flex flex-wrap items-center gap-2">
                {nameOf(session)}
                {session.here ? <Badge tone="ok">{t("sessions.here")}</Badge> : null}
              </span>
            ),
          },
          { key: "address", header: t("sessions.address"), cell: (session) => session.ipAddress || "–" },
          { key: "since", header: t("sessions.since"), cell: (session) => <DateTime at={session.createdAt} /> },
          {
            key: "end",
            header: t("sessions.end"),
            cell: (session) =>
              session.here ? null : (
                <Form method="post" action="/account/sessions">
                  <input type="hidden" name="sessionId" value={session.id} />
                  <SubmitButton size="row" kind="danger" aria-label={t("sessions.endOne", { device: nameOf(session) })}>
                    {t("sessions.end")}
                  </SubmitButton>
                </Form>
              ),
          },
        ]}
      />
    </Card>
  );
}
