import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from "@simplewebauthn/browser";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, useHydrated } from "../button.tsx";
import { Icon } from "../icon.tsx";
import { pressHeld } from "../site-frame.tsx";

/** Whether passkeys work in this browser: not before the page's script runs, and not where it has none. */
export function usePasskeySupport(): "no-script" | "unsupported" | "yes" {
  const hydrated = useHydrated();
  if (!hydrated) return "no-script";
  return browserSupportsWebAuthn() ? "yes" : "unsupported";
}

/** Says plainly why there is no passkey here, and what to use instead; nothing where there is. */
export function NoPasskeyHere(): ReactNode {
  const { t } = useTranslation("passkey");
  const support = usePasskeySupport();
  if (support === "yes") return null;
  return <p className="text-ink-soft">{support === "unsupported" ? t("unsupported") : t("noScript")}</p>;
}

/** What went wrong with a passkey on this device, read out when it comes. */
export function PasskeyFault({ text }: { text: string | null }): ReactNode {
  return (
    <p role="alert" className="flex items-start gap-1.5 text-danger empty:hidden">
      {text === null ? null : (
        <>
          <Icon name="warn" />
          <span>{text}</span>
        </>
      )}
    </p>
  );
}

/** Sends a form with one field more, in place of those of that name: what a device has answered. */
export function sendForm(
  form: HTMLFormElement,
  { name, value, submitter }: { name: string; value: string; submitter?: HTMLElement | null },
): void {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  const restore = withoutFields(form, name);
  form.append(field);
  form.requestSubmit(submitter ?? null);
  field.remove();
  restore();
}

/** Leaves the form's fields of that name out until the answer is called. */
function withoutFields(form: HTMLFormElement, name: string): () => void {
  const fields = [...form.querySelectorAll<HTMLInputElement>("input")].filter(
    (each) => each.name === name && !each.disabled,
  );
  for (const each of fields) each.disabled = true;
  return () => {
    for (const each of fields) each.disabled = false;
  };
}

interface ProofProps {
  /** There is no field for a code: the form's own button asks the device. */
  only: boolean;
}

/** A passkey for what the form around does, sent as `code` in place of one. */
export function PasskeyProof({ only }: ProofProps): ReactNode {
  const { t } = useTranslation("passkey");
  const support = usePasskeySupport();
  const place = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<"failed" | "offline" | null>(null);
  const sending = useRef(false);

  async function show(form: HTMLFormElement, submitter?: HTMLElement | null): Promise<void> {
    const restore = withoutFields(form, "code");
    const complete = form.noValidate || form.reportValidity();
    restore();
    if (!complete || busy) return;
    setBusy(true);
    setFault(null);
    const answer = await answerOfDevice();
    setBusy(false);
    if (answer === "failed" || answer === "offline") return setFault(answer);
    sending.current = true;
    sendForm(form, { name: "code", value: JSON.stringify(answer), submitter });
    sending.current = false;
  }

  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form || !only || support !== "yes") return;
    const ask = (event: SubmitEvent) => {
      if (sending.current) return;
      event.preventDefault();
      event.stopPropagation();
      void show(form, event.submitter);
    };
    form.addEventListener("submit", ask);
    pressHeld(form);
    return () => form.removeEventListener("submit", ask);
  });

  return (
    <div ref={place} className="grid gap-2" data-waits-for-script={only && support === "no-script" ? "" : undefined}>
      <NoPasskeyHere />
      {support !== "yes" ? null : only ? (
        <p>{t("show.only")}</p>
      ) : (
        <div className="flex flex-wrap items-center gap-3">
          <span className="text-ink-soft">{t("show.or")}</span>
          <Button
            type="button"
            pending={busy}
            onClick={(event) => {
              const { form } = event.currentTarget;
              if (form) void show(form, form.querySelector<HTMLElement>("button[type=submit]"));
            }}
          >
            {t("show.use")}
          </Button>
        </div>
      )}
      <PasskeyFault text={fault && t(fault)} />
    </div>
  );
}

/** Asks the server for a challenge, and the device for its answer. */
async function answerOfDevice() {
  const response = await fetch("/account/passkeys/challenge", { headers: { Accept: "application/json" } }).catch(
    () => null,
  );
  if (!response?.ok) return "offline";
  const optionsJSON = (await response.json()) as PublicKeyCredentialRequestOptionsJSON;
  return await startAuthentication({ optionsJSON }).catch(() => "failed" as const);
}
