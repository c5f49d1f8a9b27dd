import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import type { Device } from "./device.ts";

interface Session {
  id: string;
  device: Device | null;
  ipAddress: string | null;
  createdAt: Date;
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
      <ul className="grid">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-3"
          >
            <div className="grid gap-1">
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {nameOf(session)}
                {session.here ? <Badge tone="ok">{t("sessions.here")}</Badge> : null}
              </span>
              <span className="text-sm text-ink-soft">
                {t("sessions.since")} <DateTime at={session.createdAt} />
                {session.ipAddress ? ` · ${t("sessions.address")} ${session.ipAddress}` : null}
              </span>
            </div>
            {session.here ? null : (
              <Form method="post" action="/account/sessions">
                <input type="hidden" name="sessionId" value={session.id} />
                <SubmitButton kind="danger" aria-label={t("sessions.endOne", { device: nameOf(session) })}>
                  {t("sessions.end")}
                </SubmitButton>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
