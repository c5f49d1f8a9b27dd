import { Link, useActionData } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../icon.tsx";
import { TextField } from "./choice-fields.tsx";
import { PasskeyProof } from "./passkey.tsx";

interface Props {
  /** Where several stand on a page: each has its own. */
  id?: string;
  error?: string;
  /** A code of the app alone, no recovery code. */
  ofApp?: boolean;
  /** What the person has: an app unless told otherwise. */
  means?: { totp: boolean; passkey: boolean };
}

const appAlone = { totp: true, passkey: false };

/** The second factor for what the form does, sent as `code`: a code of the authenticator app, a recovery code, or a passkey. */
export function FactorField({ id = "code", error, ofApp = false, means = appAlone }: Props): ReactNode {
  if (!means.passkey) return <CodeOfFactor id={id} error={error} ofApp={ofApp} />;
  if (means.totp)
    return (
      <div className="grid gap-4">
        <CodeOfFactor id={id} error={error} ofApp={ofApp} />
        <PasskeyProof only={false} />
      </div>
    );
  return (
    <div id={id} tabIndex={-1} className="grid gap-2">
      {error ? <p className="text-danger">{error}</p> : null}
      <PasskeyProof only />
    </div>
  );
}

function CodeOfFactor({ id, error, ofApp }: Pick<Props, "id" | "error" | "ofApp">): ReactNode {
  const { t } = useTranslation("factor");
  return (
    <TextField
      name="code"
      id={id}
      label={t("code")}
      hint={t(ofApp ? "ownCodeHint" : "codeHint")}
      error={error}
      width="short"
      autoComplete="one-time-code"
      autoCapitalize="characters"
      spellCheck={false}
      maxLength={40}
      required
      className="tabular-nums"
    />
  );
}

const faults = ["factor-wrong", "factor-used", "passkey-wrong", "too-many-tries"] as const;

/** The refusal of a factor in words, for beside its field; undefined where it is about something else. */
export function useFactorFault(): (type: string | undefined) => string | undefined {
  const { t } = useTranslation(["factor", "errors"]);
  return (type) => {
    const fault = faults.find((each) => each === type);
    return fault && t("fault", { title: t(`errors:${fault}.title`), mend: t(`errors:${fault}.mend`) });
  };
}

export interface FormError {
  /** The id of the control to go to (its name, unless told otherwise); none for an error of the whole form. */
  id?: string;
  /** Where the control stands, when that is another page. */
  to?: string;
  message: ReactNode;
}

/** What is wrong with a form, on top of it: takes the focus when errors arrive, and leads to each field. */
export function ErrorSummary({ errors, title }: { errors: FormError[]; title?: ReactNode }): ReactNode {
  const { t } = useTranslation("ui");
  const box = useRef<HTMLDivElement>(null);
  const arrived = errors.length > 0 ? errors.map((error) => error.to ?? error.id).join() : null;
  const answer = useActionData<unknown>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer with the same errors takes the focus again
  useEffect(() => {
    if (arrived !== null) box.current?.focus();
  }, [arrived, answer]);
  if (arrived === null) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      // biome-ignore lint/a11y/noAutofocus: on a page without React it takes the focus so
      autoFocus
      className="grid gap-2 rounded border-2 border-danger bg-surface p-4 sm:p-5"
    >
      <h2 className="flex items-center gap-2 text-lg text-danger">
        <Icon name="stop" />
        {title ?? t("errorSummary.title", { count: errors.length })}
      </h2>
      <ul className="grid gap-1">
        {errors.map(({ id, to, message }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two fields may say the same
          <li key={at}>
            {to ? (
              <Link to={to} className="font-medium text-danger">
                {message}
              </Link>
            ) : id ? (
              <a href={`#${id}`} className="font-medium text-danger">
                {message}
              </a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
