import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { waiveSigningWait } from "~/commands/releases/waive-signing-wait.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textsOf } from "~/forms/fields.ts";
import { Saved } from "~/forms/form.tsx";
import { fieldsOf, RefusalSummary } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { maySign, signsFrom } from "~/rules/releases/signing-wait.ts";
import { now } from "~/services/clock.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary, FactorField, useFactorFault } from "~/ui/field/error-summary.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { titled } from "~/ui/page-title.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findFactorMeans } from "~db/queries/accounts/second-factors.ts";
import { findSigningWait } from "~db/queries/editions/edition-settings.ts";
import { findAllSigners } from "~db/queries/releases/signing-roles.ts";

/** Who may sign the round's result, since when they hold their role, and who is still to wait. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  if (round.rehearsalOfId !== null) throw notFound();
  const at = now();
  const waives = can(actor, "waive-signing-wait", { editionId: round.editionId, roundId: round.id });
  const signers = await findAllSigners(context.db, round.id);
  return {
    title: i18nFor(context.locale).t("signers:pageTitle", {
      round: inLocale(context.locale, round.title, round.titleEn),
    }),
    slug: round.slug,
    timeZone: round.timeZone,
    waitHours: await findSigningWait(context.db, round.editionId),
    signers: signers.map((signer) => {
      const signs = maySign(signer, at);
      return { ...signer, signs, from: signsFrom(signer), waivable: waives && !signs && signer.userId !== actor.id };
    }),
    means: await findFactorMeans(context.db, actor.id),
    idempotencyKey: crypto.randomUUID(),
  };
}

/** Lets one of them sign at once. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const sent = textsOf(form, ["userId", "role", "reason", "code"]);
  const answer = await waiveSigningWait(by, { ...sent, round: params.round });
  const { userId, role, reason } = sent;
  return answerForm(request, answer, `/organize/rounds/${params.round}/signers?saved=1`, { userId, role, reason });
}

export const meta = titled<typeof loader>((page) => page.title);

type ListedSigner = ReturnType<typeof useLoaderData<typeof loader>>["signers"][number];
const keyOf = ({ userId, role }: { userId: string; role: string }) => `${role}-${userId}`;

export default function Signers(): ReactNode {
  const { t } = useTranslation(["signers", "results", "ui"]);
  const { slug, signers, waitHours, timeZone, means, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const fault = useFactorFault()(answer?.error.type);
  const lacksReason = fieldsOf(answer?.error).some(({ path }) => path === "reason");
  const tried = answer ? keyOf(answer) : null;
  const errors = [
    ...(lacksReason ? [{ id: `reason-waive-${tried}`, message: t("reasonWrong") }] : []),
    ...(fault ? [{ id: `code-${tried}`, message: fault }] : []),
  ];
  return (
    <div className="grid gap-6">
      <p className="no-print -mb-3 text-sm">
        <Link to={`/organize/rounds/${slug}/release`}>{t("results:release.title")}</Link>
      </p>
      <SectionHead title={t("title")} lead={waitHours === 0 ? t("leadNone") : t("lead", { count: waitHours })} />
      <Saved title={t("done")} />
      <RefusalSummary error={errors.length > 0 ? null : answer?.error} />
      <ErrorSummary errors={errors} />
      <DataTable
        label={t("title")}
        rows={signers}
        rowKey={keyOf}
        empty={<EmptyState title={t("none")}>{t("noneMend")}</EmptyState>}
        columns={[
          {
            key: "name",
            header: t("name"),
            rowHeader: true,
            cell: ({ name, email }) => (
              <>
                {name} <span className="block text-sm break-all text-ink-soft">{email}</span>
              </>
            ),
          },
          { key: "role", header: t("role"), cell: ({ role }) => t(`ui:role.${role}`), narrow: true },
          {
            key: "since",
            header: t("since"),
            cell: ({ since, grantedBy }) => (
              <>
                <DateTime at={since} timeZone={timeZone} />
                <span className="block text-sm text-ink-soft">
                  {grantedBy === null ? t("byOperator") : t("by", { name: grantedBy })}
                </span>
              </>
            ),
          },
          { key: "may", header: t("may"), cell: (signer) => <May signer={signer} timeZone={timeZone} /> },
        ]}
      />
      {signers
        .filter(({ waivable }) => waivable)
        .map((signer) => {
          const { name, userId, role } = signer;
          const key = keyOf(signer);
          return (
            <ConfirmForm
              key={key}
              intent={`waive-${key}`}
              opener={t("waiveOpen", { name })}
              consequence={t("waiveText", { name, role: t(`ui:role.${role}`) })}
              confirm={t("waiveDo")}
              hidden={{ userId, role, idempotencyKey }}
              reason={{
                label: t("reason"),
                hint: t("reasonHint"),
                defaultValue: tried === key ? answer?.reason : undefined,
              }}
              error={tried === key && lacksReason ? t("reasonWrong") : undefined}
              open={tried === key}
            >
              <FactorField id={`code-${key}`} error={tried === key ? fault : undefined} means={means} />
            </ConfirmForm>
          );
        })}
    </div>
  );
}

/** Whether somebody may sign, or from when on, and who waived their wait. */
function May({
  signer: { signs, from, waiver },
  timeZone: zone,
}: {
  signer: ListedSigner;
  timeZone: string;
}): ReactNode {
  const { t } = useTranslation("signers");
  const locale = useLocale();
  return (
    <div className="grid gap-1">
      <span>
        <Badge tone={signs ? "ok" : "warn"} icon={signs ? "check" : "clock"}>
          {signs ? t("now") : t("from", { at: formatDateTime(from, locale, zone) })}
        </Badge>
      </span>
      {waiver ? (
        <span className="text-sm text-ink-soft">
          {t("waived", {
            reason: waiver.reason,
            by: waiver.by ?? t("operator"),
            at: formatDateTime(waiver.at, locale, zone),
          })}
        </span>
      ) : null}
    </div>
  );
}
