import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "./text-field.tsx";

interface Props {
  /** Where several stand on a page: each has its own. */
  id?: string;
  error?: string;
  /** A code of the app alone, no recovery code. */
  ofApp?: boolean;
}

/** The second factor for what the form does, sent as `code`: a code of the authenticator app, or a recovery code. */
export function FactorField({ id = "code", error, ofApp = false }: Props): ReactNode {
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

const faults = ["factor-wrong", "factor-used", "too-many-tries"] as const;

/** The refusal of a factor in words, for beside its field; undefined where it is about something else. */
export function useFactorFault(): (type: string | undefined) => string | undefined {
  const { t } = useTranslation(["factor", "errors"]);
  return (type) => {
    const fault = faults.find((each) => each === type);
    return fault && t("fault", { title: t(`errors:${fault}.title`), mend: t(`errors:${fault}.mend`) });
  };
}
