import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inviteToHeat } from "~/commands/mail/invite-to-heat.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { editionFor } from "~/services/http/guard.ts";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findHeatsToInvite } from "~db/queries/mail/mail-recipients.ts";
import { useMailProblems } from "./pending-group.tsx";

/** The heats, and how many of their projects know of it and are invited. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "release-mail");
  const { db, locale } = args.context;
  return {
    documentTitle: `${i18nFor(locale).t("mail:tab.invite")} · ${i18nFor(locale).t("mail:title")}`,
    idempotencyKey: randomUUID(),
    heats: await findHeatsToInvite(db, edition.id),
  };
}

/** Sends the invitations of a heat, and leads to the progress. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const result = await inviteToHeat(by, {
    edition: params.edition,
    round: textOf(form, "round"),
    again: intent === "again",
    count: numberOf(form, "count"),
  });
  return answerForm(request, result, ({ release }) => `/organize/editions/${params.edition}/mail/releases/${release}`);
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Invite(): ReactNode {
  const { t } = useTranslation("mail");
  const locale = useLocale();
  const { idempotencyKey, heats } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors } = useMailProblems(answer?.error);
  const placeOf = ({ city, cityEn, venue, venueEn }: (typeof heats)[number]) =>
    [inLocale(locale, city, cityEn), inLocale(locale, venue, venueEn)].filter(Boolean).join(" · ");
  const act = (intent: "send" | "again", round: string, count: number) => (
    <ConfirmForm
      opener={t(`invite.${intent}`, { count })}
      consequence={t(`invite.${intent}Consequence`, { count })}
      confirm={t("invite.confirm")}
      intent={intent}
      hidden={{ idempotencyKey: `${idempotencyKey}-${intent}-${round}`, round, count }}
      kind="secondary"
      size="row"
      reason={false}
    />
  );
  return (
    <>
      <ErrorSummary errors={errors} />
      <p className="max-w-prose">{t("invite.lead")}</p>
      <DataTable
        label={t("invite.table")}
        rows={heats}
        rowKey={(heat) => heat.slug}
        empty={<EmptyState title={t("invite.emptyTitle")}>{t("invite.empty")}</EmptyState>}
        columns={[
          {
            key: "heat",
            header: t("invite.heat"),
            rowHeader: true,
            cell: (heat) => inLocale(locale, heat.title, heat.titleEn),
          },
          {
            key: "when",
            header: t("invite.when"),
            cell: (heat) => (
              <div className="grid gap-1">
                {heat.startsAt ? <DateTime at={heat.startsAt} timeZone={heat.timeZone} /> : null}
                {heat.city || heat.venue ? <span>{placeOf(heat)}</span> : null}
                {heat.startsAt ? null : <span className="text-warn">{t("invite.noTime")}</span>}
                {heat.venue ? null : <span className="text-warn">{t("invite.noVenue")}</span>}
              </div>
            ),
          },
          { key: "told", header: t("invite.told"), numeric: true, cell: (heat) => heat.told },
          { key: "invited", header: t("invite.invited"), numeric: true, cell: (heat) => heat.invited },
          {
            key: "act",
            header: t("invite.act"),
            cell: ({ slug, told, invited }) => (
              <div className="grid gap-2">
                {told > invited ? act("send", slug, told - invited) : null}
                {invited > 0 ? act("again", slug, told) : null}
                {told === 0 ? <span className="text-ink-soft">{t("invite.nobody")}</span> : null}
              </div>
            ),
          },
        ]}
      />
    </>
  );
}
