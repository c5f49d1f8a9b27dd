import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { confirmAppointment } from "~/commands/accounts/confirm-appointment.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { Saved } from "~/forms/form.tsx";
import { RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { now } from "~/services/clock.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary, FactorField, useFactorFault } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { findWaitingAppointments } from "~db/queries/accounts/staff.ts";

/** The supervisors' invitations to which this supervisor may agree. For nobody else is there such a page. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const actor = await signedIn({ request, context });
  const places = placesWith(actor, "confirm-appointment");
  if (!places) throw notFound();
  return {
    title: i18nFor(context.locale).t("signers:appointments.title"),
    appointments: await findWaitingAppointments(context.db, places, actor, now()),
    means: await findFactorMeans(context.db, actor.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const { invitationId, code } = textsOf(form, ["invitationId", "code"]);
  const answer = await confirmAppointment(by, { invitationId, code });
  return answerForm(request, answer, "/organize/appointments?saved=1", { invitationId });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Appointments(): ReactNode {
  const { t } = useTranslation(["signers", "rounds", "factor"]);
  const locale = useLocale();
  const { appointments, means, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fault = useFactorFault()(answer?.error.type);
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("appointments.title")}
        lead={t("appointments.lead")}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
      />
      <Saved title={t("appointments.done")} />
      <RefusalSummary error={fault ? null : answer?.error} />
      <ErrorSummary errors={fault ? [{ id: `code-${answer?.invitationId}`, message: fault }] : []} />
      {appointments.length === 0 ? (
        <EmptyState title={t("appointments.none")}>{t("appointments.noneMend")}</EmptyState>
      ) : (
        <ul className="grid gap-5">
          {appointments.map((each) => {
            const { id, name, email, inviter, invitedAt, acceptedAt } = each;
            const where = [inLocale(locale, each.edition, each.editionEn), inLocale(locale, each.round, each.roundEn)]
              .filter(Boolean)
              .join(" · ");
            const tried = answer?.invitationId === String(id);
            return (
              <li key={id}>
                <Card title={t("appointments.of", { name, where })}>
                  <div className="grid gap-4">
                    <DetailList
                      items={[
                        { term: t("appointments.email"), detail: <span className="break-all">{email}</span> },
                        { term: t("appointments.inviter"), detail: inviter },
                        { term: t("appointments.invitedAt"), detail: <DateTime at={invitedAt} /> },
                        {
                          term: t("appointments.state"),
                          detail: acceptedAt
                            ? t("appointments.accepted", { at: formatDateTime(acceptedAt, locale) })
                            : t("appointments.open"),
                        },
                      ]}
                    />
                    {means.totp || means.passkey ? (
                      <ConfirmForm
                        kind="primary"
                        intent={`confirm-${id}`}
                        reason={false}
                        opener={t("appointments.confirmOpen", { name })}
                        consequence={t("appointments.confirmText", { name, where })}
                        confirm={t("appointments.confirmDo")}
                        hidden={{ invitationId: id, idempotencyKey }}
                        open={tried}
                      >
                        <FactorField id={`code-${id}`} error={tried ? fault : undefined} means={means} />
                      </ConfirmForm>
                    ) : (
                      <div>
                        <LinkButton to="/account/second-factor?returnTo=/organize/appointments" iconAfter="arrow">
                          {t("factor:setUp")}
                        </LinkButton>
                      </div>
                    )}
                  </div>
                </Card>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
