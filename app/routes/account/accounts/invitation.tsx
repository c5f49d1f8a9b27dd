import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { acceptInvitation } from "~/commands/accounts/accept-invitation.ts";
import { RefusalCallout } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { withForgetMark } from "~/rules/scoring/forget-mark.ts";
import { readInvitation } from "~/services/auth/invitation-token.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { now } from "~/services/clock.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findInvitation, type Invitation } from "~db/queries/accounts/staff.ts";
import { ensureUser } from "~db/queries/accounts/users.ts";
import { clientOf } from "./code-form.tsx";

type Asked = Pick<LoaderFunctionArgs, "params" | "context">;

/** Who invites to what. Looking at it uses nothing up: mail scanners look too. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { t } = i18nFor(context.locale);
  const invitation = await openInvitation({ params, context });
  if (!invitation)
    return data({ title: t("account:invitation.unusableTitle"), invitation: null, signedInAs: null }, 410);
  const actor = await context.actor();
  const { email, role, expiresAt, inviterName } = invitation;
  const where = [
    inLocale(context.locale, invitation.editionTitle, invitation.editionTitleEn),
    inLocale(context.locale, invitation.roundTitle, invitation.roundTitleEn),
  ];
  return data({
    title: t("account:invitation.title", { role: t(`ui:role.${role}`) }),
    invitation: {
      email,
      role,
      expiresAt,
      inviterName,
      waits: waitsForConfirmation(invitation),
      where: where.filter(Boolean).join(" · "),
    },
    signedInAs: actor && actor.email !== email ? actor.name || actor.email : null,
  });
}

/** Accepts: the link was sent to the address, so whoever has it is signed in as the person behind the address. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const invitation = await openInvitation({ params, context });
  if (!invitation) return data({ error: { type: "invitation-unusable" as const } }, 410);
  const { id, email, name } = invitation;
  const locale = invitation.locale === "en" ? "en" : "zh-CN";
  const actor = await ensureUser(context.db, { email, name, locale });
  const answer = await acceptInvitation({ db: context.db, actor }, { invitationId: id });
  if (!answer.ok) {
    const type = answer.error.type === "seat-taken" ? "seat-taken" : "invitation-unusable";
    return data({ error: { type } as const }, 409);
  }
  const headers = await signInAs(context.auth, actor.id, clientOf(request, context), "invitation");
  const { role, waits } = answer.value;
  const to = role === "judge" ? withForgetMark("/judge") : waits ? "/account?waits=1" : "/organize";
  return redirect(to, { status: 303, headers });
}

const waitsForConfirmation = ({ role, confirmedById }: Invitation) => role === "supervisor" && confirmedById === null;

async function openInvitation({ params, context }: Asked): Promise<Invitation | null> {
  const id = readInvitation(context.settings.authSecret, params.token ?? "", now());
  const invitation = id === null ? undefined : await findInvitation(context.db, id);
  const open = invitation && !invitation.acceptedAt && !invitation.revokedAt && invitation.expiresAt > now();
  return open ? invitation : null;
}

export const meta = titled<typeof loader>((page) => page.title);

export default function InvitationPage(): ReactNode {
  const { t } = useTranslation(["account", "ui", "errors"]);
  const { invitation, signedInAs } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (!invitation) {
    return (
      <div className="grid max-w-prose gap-6">
        <PageHeader title={t("invitation.unusableTitle")} lead={t("errors:invitation-unusable.mend")} />
        <Callout action={<LinkButton to="/sign-in">{t("ui:nav.signIn")}</LinkButton>}>
          {t("invitation.alreadyAccepted")}
        </Callout>
      </div>
    );
  }
  const { email, role, expiresAt, inviterName, where, waits } = invitation;
  return (
    <div className="grid max-w-prose gap-6">
      <PageHeader
        title={t("invitation.title", { role: t(`ui:role.${role}`) })}
        lead={t("invitation.lead", { inviter: inviterName })}
      />
      {answer ? <RefusalCallout error={answer.error} /> : null}
      <Card>
        <DetailList
          items={[
            { term: t("invitation.where"), detail: where },
            { term: t("invitation.role"), detail: t(`ui:role.${role}`) },
            { term: t("invitation.email"), detail: email },
            { term: t("invitation.until"), detail: <DateTime at={expiresAt} /> },
          ]}
        />
      </Card>
      {signedInAs ? <Callout kind="warn">{t("invitation.otherPerson", { name: signedInAs })}</Callout> : null}
      {waits ? <Callout>{t("invitation.waits")}</Callout> : null}
      {role === "judge" ? <p>{t("invitation.duty")}</p> : null}
      <Form method="post">
        <SubmitButton kind="primary">{t("invitation.accept")}</SubmitButton>
      </Form>
    </div>
  );
}
