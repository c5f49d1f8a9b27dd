import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { changeProfile } from "~/commands/accounts/change-profile.ts";
import { readForm, refused } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { SaveButton, Saved } from "~/forms/form.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { isSigner } from "~/rules/accounts/access.ts";
import { sessionEnd, worksAtDesk } from "~/rules/accounts/session-age.ts";
import { findSession } from "~/services/auth/auth.ts";
import { now } from "~/services/clock.ts";
import { signedIn } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { findAllPasskeysOf } from "~db/queries/accounts/passkeys.ts";
import { findFactor } from "~db/queries/accounts/second-factors.ts";
import { findAllSessionsOf } from "~db/queries/accounts/sessions.ts";
import { type Device, deviceOf } from "./device.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { id, name, email, locale, grants } = await signedIn({ request, context });
  const here = await findSession(context.auth, request);
  const at = now();
  const [stored, factor, passkeys] = await Promise.all([
    findAllSessionsOf(context.db, id, at),
    findFactor(context.db, id),
    findAllPasskeysOf(context.db, id),
  ]);
  const { sessionAges } = context.auth;
  const staff = worksAtDesk({ grants });
  const sessions = stored.map((each) => ({ ...each, endsAt: sessionEnd(each, staff, sessionAges) }));
  return {
    title: i18nFor(context.locale).t("account:profile.title"),
    person: { name, email, locale },
    hasFactor: factor !== undefined,
    passkeys: passkeys.map((each) => each.name),
    signs: isSigner({ grants }),
    ages: staff ? { hours: sessionAges.staffHours, minutes: sessionAges.staffIdleMinutes } : { days: sessionAges.days },
    sessions: sessions
      .filter(({ endsAt }) => endsAt > at)
      .map(({ id, ipAddress, createdAt, userAgent }) => ({
        id,
        ipAddress,
        createdAt,
        device: deviceOf(userAgent),
        here: id === here?.session.id,
      })),
  };
}

/** Keeps name and language; the pages follow the language at once. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const answer = await changeProfile(by, Object.fromEntries(form));
  if (!answer.ok) return refused(answer.error, request, { name: textOf(form, "name") });
  const cookie = `locale=${answer.value.locale}; Path=/; Max-Age=31536000; SameSite=Lax`;
  return redirect("/account?saved=1", { status: 303, headers: { "Set-Cookie": cookie } });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Account(): ReactNode {
  const { t } = useTranslation(["account", "ui", "errors", "privacy", "factor", "passkey"]);
  const { person, sessions, ages, hasFactor, passkeys, signs } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const waits = search.has("waits");
  const ended = Number(search.get("ended") ?? Number.NaN);
  const problem = answer?.name.trim() === "" ? "required" : "invalid";
  const noName = answer?.error.type === "invalid-input" ? t(`errors:field.${problem}`) : undefined;
  return (
    <div className="grid gap-6">
      <PageHeader title={t("profile.title")} lead={t("profile.email", { email: person.email })} />
      <Saved title={t("profile.saved")} />
      {waits ? (
        <Callout live title={t("invitation.acceptedWaits")}>
          {t("invitation.acceptedWaitsMend")}
        </Callout>
      ) : null}
      {ended >= 0 ? <Callout kind="ok" live title={t("sessions.ended", { count: ended })} /> : null}
      <Card title={t("profile.personal")}>
        <Form method="post" action="/account" noValidate reloadDocument className="grid max-w-prose gap-5">
          <ErrorSummary errors={noName ? [{ id: "name", message: noName }] : []} />
          <TextField
            name="name"
            label={t("profile.name")}
            hint={t("profile.nameHint")}
            error={noName}
            defaultValue={answer?.name ?? person.name}
            autoComplete="name"
            width="medium"
            maxLength={100}
            required
          />
          <SelectField
            name="locale"
            label={t("profile.locale")}
            hint={t("profile.localeHint")}
            defaultValue={person.locale}
            options={[
              { value: "zh-CN", label: "中文" },
              { value: "en", label: "English" },
            ]}
          />
          <SaveButton />
        </Form>
      </Card>
      {signs || hasFactor || waits ? (
        <Card title={t("factor:title")}>
          <div className="grid max-w-prose gap-3">
            <p>{hasFactor || passkeys.length > 0 ? t("factor:account.on") : t("factor:account.off")}</p>
            <div>
              <LinkButton to="/account/second-factor">{t("factor:account.open")}</LinkButton>
            </div>
          </div>
        </Card>
      ) : null}
      <Card title={t("passkey:title")}>
        <div className="grid max-w-prose gap-3">
          <p className="text-ink-soft">{t("passkey:lead")}</p>
          <p>
            {passkeys.length === 0
              ? t("passkey:account.none")
              : t("passkey:account.some", { count: passkeys.length, names: passkeys.join(t("passkey:account.join")) })}
          </p>
          <div>
            <LinkButton to="/account/passkeys">{t("passkey:account.open")}</LinkButton>
          </div>
        </div>
      </Card>
      <SessionList sessions={sessions} ages={ages} />
      <Card title={t("privacy:data.open")}>
        <div className="grid max-w-prose gap-3">
          <p>{t("privacy:data.openText")}</p>
          <div>
            <LinkButton to="/account/data">{t("privacy:data.manage")}</LinkButton>
          </div>
        </div>
      </Card>
    </div>
  );
}

interface Session {
  id: string;
  device: Device | null;
  ipAddress: string | null;
  createdAt: Date;
  here: boolean;
}

/** How long the person stays signed in: staff so many hours and minutes without use, others so many days. */
type Ages = { hours: number; minutes: number } | { days: number };

/** Where the person is signed in, each with a way to end it. */
function SessionList({ sessions, ages }: { sessions: Session[]; ages: Ages }): ReactNode {
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
      <p className="mb-4 max-w-prose text-ink-soft">
        {t("sessions.lead")} {"days" in ages ? t("sessions.days", { count: ages.days }) : t("sessions.staff", ages)}
      </p>
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
