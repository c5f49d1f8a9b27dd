import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal as AnyRefusal, FieldError } from "~/commands/command.ts";
import { RefusalCallout } from "~/forms/problems.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useFieldName } from "./corrections.tsx";
import type { SentBack } from "./difference-view.tsx";

interface Props {
  error: AnyRefusal & { fields?: FieldError[] };
  intent?: string;
  sent?: SentBack;
}

/** Why an act on an application was refused, and how to correct it; takes the focus, so that nobody overlooks it. */
export function Refusal(props: Props): ReactNode {
  const errors = useFieldErrors(props);
  if (errors.length > 0) return <ErrorSummary errors={errors} />;
  return <WholeRefusal error={props.error} />;
}

function WholeRefusal({ error }: Pick<Props, "error">): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1}>
      <RefusalCallout error={error} />
    </div>
  );
}

/** What is wrong, each with the way to its field. */
function useFieldErrors({ error, intent = "", sent }: Props) {
  const { t } = useTranslation(["deciding", "errors"]);
  const fieldName = useFieldName();
  if (!error.fields || !sent) return [];
  return error.fields.map(({ path }) => {
    const [, place] = /^corrections\.(\d+)\./.exec(path) ?? [];
    const correction = place === undefined ? undefined : sent.corrections[Number(place)]?.path;
    if (correction)
      return { id: `why-${correction}`, message: labelled(fieldName(correction), t("errors:field.reason")) };
    if (path === "round") return { id: "decide-round", message: labelled(t("decide.heat"), t("errors:field.choose")) };
    if (path === "until") return { id: "return-until", message: labelled(t("decide.until"), t("errors:field.date")) };
    if (path === "corrections") return { id: "decide-return", message: t("decide.returnEmpty") };
    const id = intent === "decline" ? "reason-decline" : `${intent}-reason`;
    return { id, message: labelled(t("decide.reason"), t("errors:field.reason")) };
  });

  function labelled(label: string, words: string): string {
    return `${label} · ${words}`;
  }
}
