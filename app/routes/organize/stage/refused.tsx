import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "~/ui/callout.tsx";
import type { StepError } from "./use-conduct.ts";

/** Why the last step was not taken; nothing when it was, or where the field beside it says so. */
export function Refused({ error, slug }: { error: StepError | null; slug: string }): ReactNode {
  const { t } = useTranslation(["conduct", "errors"]);
  if (!error || messageError(error)) return null;
  switch (error.type) {
    case "stale-version":
      return (
        <Callout kind="warn" live title={t("refused.stale")}>
          {t("refused.staleMend")}
        </Callout>
      );
    case "step-refused":
      return <Callout kind="danger" live title={t(`refused.${error.why}`)} />;
    case "scoring-begun":
      return <Callout kind="danger" live title={t("refused.scoring-begun")} />;
    default:
      return (
        <Callout
          kind="danger"
          live
          title={t(`errors:${error.type}.title`)}
          action={
            error.type === "signed-out" ? (
              <a href={`/sign-in?returnTo=${encodeURIComponent(`/organize/rounds/${slug}/conduct`)}`}>
                {t("refused.signIn")}
              </a>
            ) : null
          }
        >
          {t(`errors:${error.type}.mend`)}
        </Callout>
      );
  }
}

/** Which of the message's texts was refused. */
export function messageError(error: StepError | null): "text" | "textEn" | null {
  if (error?.type !== "invalid-input") return null;
  const at = (name: string) => error.fields.some(({ path }) => path === `step.screen.${name}`);
  return at("text") ? "text" : at("textEn") ? "textEn" : null;
}
