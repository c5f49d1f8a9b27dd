import { Form } from "@remix-run/react";
import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  WebAuthnAbortService,
} from "@simplewebauthn/browser";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { NoPasskeyHere, PasskeyFault, sendForm, usePasskeySupport } from "~/ui/field/passkey.tsx";

interface Props {
  options: PublicKeyCredentialRequestOptionsJSON;
  returnTo: string;
}

/**
 * Signing in by a passkey: by the button, or by choosing one where the browser offers it in the field for the address. Where there
 * is no script, or no passkeys, it says so; the code by mail stands beside it.
 */
export function PasskeyForm({ options, returnTo }: Props): ReactNode {
  const { t } = useTranslation("passkey");
  const support = usePasskeySupport();
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (support !== "yes") return;
    let gone = false;
    const offer = async () => {
      if (!(await browserSupportsWebAuthnAutofill()) || gone) return;
      const answer = await startAuthentication({ optionsJSON: options, useBrowserAutofill: true });
      if (form.current && !gone) sendForm(form.current, { name: "answer", value: JSON.stringify(answer) });
    };
    // Whoever chooses none there, or presses the button, ends the offer: that is no fault
    offer().catch(() => undefined);
    return () => {
      gone = true;
      WebAuthnAbortService.cancelCeremony();
    };
  }, [support, options]);

  async function ask(): Promise<void> {
    setBusy(true);
    setFailed(false);
    const answer = await startAuthentication({ optionsJSON: options }).catch(() => null);
    setBusy(false);
    if (!answer) return setFailed(true);
    if (form.current) sendForm(form.current, { name: "answer", value: JSON.stringify(answer) });
  }

  return (
    <Card title={t("signIn.title")}>
      <Form ref={form} method="post" action="/sign-in/passkey" className="grid gap-4">
        <input type="hidden" name="returnTo" value={returnTo} />
        <p className="text-ink-soft">{t("signIn.text")}</p>
        <NoPasskeyHere />
        {support === "yes" ? (
          <div>
            <Button type="button" pending={busy} onClick={() => void ask()}>
              {t("signIn.do")}
            </Button>
          </div>
        ) : null}
        <PasskeyFault text={failed ? t("failed") : null} />
      </Form>
    </Card>
  );
}
