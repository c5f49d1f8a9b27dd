import type { AppLoadContext } from "@remix-run/node";
import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { withForgetMark } from "~/rules/scoring/forget-mark.ts";
import type { Client } from "~/services/auth/sign-in.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { PageScripts } from "~/ui/page-scripts.tsx";

/** Where a new session leads: to the page that was asked for; where none was, on to the person's own, which the sign-in page knows. */
export function addressAfterSignIn(returnTo: string): string {
  return returnTo === "/" ? "/sign-in" : withForgetMark(returnTo);
}

interface CodeFormProps {
  email: string;
  returnTo: string;
  demo: boolean;
  error?: { type: "code-wrong" } | { type: "too-many-requests"; retryAfterSeconds: number };
}

/** The second step of signing in: the code from the mail. */
export function CodeForm({ email, returnTo, demo, error }: CodeFormProps): ReactNode {
  const { t } = useTranslation(["account", "errors"]);
  const wrong = error?.type === "code-wrong" ? t("errors:code-wrong.title") : undefined;
  return (
    <div className="grid max-w-prose gap-6">
      <PageHeader title={t("signIn.sentTitle")} lead={t("signIn.sent", { email })} />
      <Card>
        <Form method="post" action="/sign-in/code" noValidate className="grid gap-5">
          <ErrorSummary errors={wrong ? [{ id: "code", message: wrong }] : []} />
          {error?.type === "too-many-requests" ? (
            <Callout kind="warn" live title={t("errors:too-many-requests.title")}>
              {t("signIn.wait", { count: Math.ceil(error.retryAfterSeconds / 60) })}
            </Callout>
          ) : null}
          <input type="hidden" name="email" value={email} />
          <input type="hidden" name="returnTo" value={returnTo} />
          <MailedCodeField name="code" wrong={wrong !== undefined} />
          <SubmitButton kind="primary">{t("signIn.enter")}</SubmitButton>
        </Form>
      </Card>
      {demo ? (
        <Callout
          action={
            <LinkButton to="/outbox" target="_blank">
              {t("demo.openOutbox")}
            </LinkButton>
          }
        >
          {t("demo.outbox")}
        </Callout>
      ) : null}
      <div className="grid gap-2">
        <p>{t("signIn.notArrived")}</p>
        <div className="flex flex-wrap gap-3">
          <Form method="post" action="/sign-in">
            <input type="hidden" name="email" value={email} />
            <input type="hidden" name="returnTo" value={returnTo} />
            <SubmitButton>{t("signIn.again")}</SubmitButton>
          </Form>
          <LinkButton kind="quiet" to={`/sign-in?returnTo=${encodeURIComponent(returnTo)}`} reloadDocument>
            {t("signIn.otherAddress")}
          </LinkButton>
        </div>
      </div>
      <PageScripts addresses={["/sign-in.js"]} />
    </div>
  );
}

/** The code from the mail. */
export function MailedCodeField({ name, wrong }: { name: string; wrong: boolean }): ReactNode {
  const { t } = useTranslation(["account", "errors"]);
  return (
    <TextField
      name={name}
      label={t("signIn.code")}
      hint={t("signIn.codeHint")}
      error={wrong ? [t("errors:code-wrong.title"), t("errors:code-wrong.mend")] : undefined}
      inputMode="numeric"
      autoComplete="one-time-code"
      width="short"
      required
      maxLength={12}
    />
  );
}

interface EmailFormProps {
  returnTo: string;
  email?: string;
  error?: { type: "invalid-input" } | { type: "too-many-requests"; retryAfterSeconds: number };
}

/** The first step of signing in: the address that gets the code. */
export function EmailForm({ returnTo, email, error }: EmailFormProps): ReactNode {
  const { t } = useTranslation(["account", "errors"]);
  const invalid = error?.type === "invalid-input" ? t("errors:field.email") : undefined;
  return (
    <Card>
      <Form method="post" action="/sign-in" noValidate className="grid gap-5">
        <ErrorSummary errors={invalid ? [{ id: "email", message: invalid }] : []} />
        {error?.type === "too-many-requests" ? (
          <Callout kind="warn" live title={t("errors:too-many-requests.title")}>
            {t("signIn.wait", { count: Math.ceil(error.retryAfterSeconds / 60) })}
          </Callout>
        ) : null}
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField
          name="email"
          type="email"
          label={t("signIn.email")}
          hint={t("signIn.emailHint")}
          error={invalid}
          defaultValue={email}
          autoComplete="email webauthn"
          autoCapitalize="none"
          spellCheck={false}
          required
          maxLength={254}
        />
        <SubmitButton kind="primary">{t("signIn.send")}</SubmitButton>
        <p className="text-sm text-ink-soft">{t("signIn.staff")}</p>
      </Form>
    </Card>
  );
}

/** Who asks, as the server sees them. */
export function clientOf(request: Request, context: AppLoadContext): Omit<Client, "browser"> {
  return { address: context.clientAddress, userAgent: request.headers.get("user-agent") };
}
