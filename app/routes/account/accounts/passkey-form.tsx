import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { signInOptions } from "~/services/auth/passkeys.ts";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { Icon } from "~/ui/icon.tsx";
import { PageScripts } from "~/ui/page-scripts.tsx";
// The package names no way to it, being meant for pages like this one
import webAuthn from "../../../../node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js?url";

interface Props {
  options: ReturnType<typeof signInOptions>;
  returnTo: string;
}

/**
 * Signing in by a passkey: by the button, or by choosing one where the browser offers it in the field for the address
 * (public/sign-in.js). Where there is no script, or no passkeys, it says so; the code by mail stands beside it.
 */
export function PasskeyForm({ options, returnTo }: Props): ReactNode {
  const { t } = useTranslation("passkey");
  return (
    <Card title={t("signIn.title")}>
      <Form method="post" action="/sign-in/passkey" data-passkey={JSON.stringify(options)} className="grid gap-4">
        <input type="hidden" name="returnTo" value={returnTo} />
        <p className="text-ink-soft">{t("signIn.text")}</p>
        <p data-part="no-script" className="text-ink-soft">
          {t("noScript")}
        </p>
        <p data-part="unsupported" hidden className="text-ink-soft">
          {t("unsupported")}
        </p>
        <Button type="button" data-part="ask" hidden className="justify-self-start">
          {t("signIn.do")}
        </Button>
        <p data-part="failed" role="alert" hidden className="flex items-start gap-1.5 text-danger">
          <Icon name="warn" />
          <span>{t("failed")}</span>
        </p>
      </Form>
      <PageScripts addresses={[webAuthn, "/sign-in.js"]} />
    </Card>
  );
}
