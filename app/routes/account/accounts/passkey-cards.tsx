import { Form } from "@remix-run/react";
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IdempotencyKey } from "~/forms/form.tsx";
import { Button, LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { FactorField } from "~/ui/field/error-summary.tsx";
import { NoPasskeyHere, PasskeyFault, sendForm, usePasskeySupport } from "~/ui/field/passkey.tsx";

type Means = { totp: boolean; passkey: boolean };

interface ListProps {
  passkeys: { id: number; name: string; addedAt: Date; usedAt: Date | null }[];
  /** What the person shows before one is removed; null where nothing more is asked for. */
  shows: Means | null;
  /** The one that is left is all that a signer has. */
  last: boolean;
  idempotencyKey: string;
  /** Of which one removing was refused. */
  tried?: string;
  fault?: string;
}

/** The passkeys that are there, each with a way to remove it. */
export function PasskeyList({ passkeys, shows, last, idempotencyKey, tried, fault }: ListProps): ReactNode {
  const { t } = useTranslation("passkey");
  if (passkeys.length === 0) return <EmptyState title={t("list.none")}>{t("list.noneText")}</EmptyState>;
  return (
    <Card title={t("list.title")}>
      <ul className="grid">
        {passkeys.map(({ id, name, addedAt, usedAt }) => (
          <li key={id} className="grid gap-3 border-line border-t py-4 first:border-t-0 first:pt-0">
            <div className="grid gap-1">
              <span className="font-medium break-words">{name}</span>
              <span className="text-sm text-ink-soft">
                {t("list.since")} <DateTime at={addedAt} />
              </span>
              <span className="text-sm text-ink-soft">
                {usedAt ? (
                  <>
                    {t("list.used")} <DateTime at={usedAt} />
                  </>
                ) : (
                  t("list.unused")
                )}
              </span>
            </div>
            <ConfirmForm
              intent={`remove-${id}`}
              opener={
                <>
                  {t("list.removeOpen")}
                  <span className="sr-only">{name}</span>
                </>
              }
              consequence={
                <>
                  <p>{t("list.removeText", { name })}</p>
                  {last ? <p className="text-warn">{t("list.removeLast")}</p> : null}
                </>
              }
              confirm={t("list.removeOf", { name })}
              hidden={{ passkeyId: id, idempotencyKey }}
              reason={false}
              open={tried === String(id)}
            >
              {shows ? (
                <FactorField id={`code-${id}`} error={tried === String(id) ? fault : undefined} means={shows} />
              ) : null}
            </ConfirmForm>
          </li>
        ))}
      </ul>
      {shows ? <p className="mt-2 text-sm text-ink-soft">{t("list.lost")}</p> : null}
    </Card>
  );
}

interface AddProps {
  shows: Means | null;
  name: string;
  nameWrong?: string;
  fault?: string;
}

/** The first step: a name, and a factor of whoever has one to show. */
export function AddPasskey({ shows, name, nameWrong, fault }: AddProps): ReactNode {
  const { t } = useTranslation("passkey");
  const support = usePasskeySupport();
  return (
    <Card title={t("add.title")}>
      {support === "yes" ? (
        <Form method="post" noValidate className="grid max-w-prose gap-4">
          <p className="text-ink-soft">{t("add.text")}</p>
          <TextField
            name="name"
            label={t("add.name")}
            hint={t("add.nameHint")}
            error={nameWrong}
            defaultValue={name}
            autoComplete="off"
            width="medium"
            maxLength={60}
            required
          />
          {shows ? <FactorField id="code-begin" error={fault} means={shows} /> : null}
          <div>
            <SubmitButton kind="primary" intent="begin">
              {t("add.begin")}
            </SubmitButton>
          </div>
        </Form>
      ) : (
        <NoPasskeyHere />
      )}
    </Card>
  );
}

interface MakeProps {
  name: string;
  options: PublicKeyCredentialCreationOptionsJSON;
  idempotencyKey: string;
}

/** The second step: the device makes the passkey, and the page sends it. */
export function MakePasskey({ name, options, idempotencyKey }: MakeProps): ReactNode {
  const { t } = useTranslation("passkey");
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<"failed" | "add.there" | null>(null);

  async function make(): Promise<void> {
    setBusy(true);
    setFault(null);
    try {
      const made = await startRegistration({ optionsJSON: options });
      if (form.current) sendForm(form.current, { name: "passkey", value: JSON.stringify(made) });
    } catch (error) {
      const there = error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
      setFault(there ? "add.there" : "failed");
    }
    setBusy(false);
  }

  return (
    <Card title={t("add.makeTitle")}>
      <Form ref={form} method="post" className="grid max-w-prose gap-4">
        <IdempotencyKey value={idempotencyKey} />
        <input type="hidden" name="intent" value="add" />
        <input type="hidden" name="name" value={name} />
        <p>{t("add.makeText", { name })}</p>
        <div className="flex flex-wrap gap-3">
          <Button type="button" kind="primary" pending={busy} onClick={() => void make()}>
            {t("add.make")}
          </Button>
          <LinkButton kind="quiet" to="/account/passkeys" reloadDocument>
            {t("add.cancel")}
          </LinkButton>
        </div>
        <PasskeyFault text={fault && t(fault)} />
      </Form>
    </Card>
  );
}
