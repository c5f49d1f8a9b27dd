import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextField } from "~/ui/field/text-field.tsx";

interface Props {
  returnTo: string;
  email?: string;
  error?: { type: "invalid-input" } | { type: "too-many-requests"; retryAfterSeconds: number };
}

/** The first step of signing in: the address that gets the code. */
export function EmailForm({ returnTo, email, error }: Props): ReactNode {
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
          autoComplete="email"
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
