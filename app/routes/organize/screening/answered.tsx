import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal as AnyRefusal, FieldError } from "~/commands/command.ts";
import { Callout } from "~/ui/callout.tsx";
import { detailOutcomes } from "./outcomes.ts";
import { Refusal } from "./refusal.tsx";
import type { SentBack } from "./sent-decision.ts";

interface Props {
  refusal: { error: AnyRefusal & { fields?: FieldError[] }; intent: string; sent: SentBack } | undefined;
  done: string | null;
  /** The address of the next application of the list. */
  next: string | null;
}

/** What came of the last act: why it was refused, or that it is done and where to go on. */
export function Answered({ refusal, done, next }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const outcome = detailOutcomes.find((each) => each === done);
  if (refusal) return <Refusal {...refusal} />;
  if (!outcome) return null;
  return (
    <Callout kind="ok" live action={next ? <Link to={next}>{t("page.goOn")}</Link> : undefined}>
      {t(`page.done.${outcome}`)}
    </Callout>
  );
}
