import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { formatTime } from "~/ui/format/date-time.ts";
import { useRefusalWords } from "./refusal-words.ts";
import type { Refused } from "./use-autosave.ts";

/** Why the words in the form are not stored, said clearly, with the way out. */
export function SaveTrouble({ error, path }: { error: Refused; path: string }): ReactNode {
  const { t } = useTranslation("apply");
  const words = useRefusalWords();
  if (error.type === "stale-version")
    return (
      <Callout
        kind="warn"
        live
        title={t("conflict.title")}
        action={
          <>
            <a href={path} target="_blank" rel="noreferrer" className="inline-flex min-h-11 items-center">
              {t("conflict.look")}
            </a>
            <Button name="overwrite" value={error.version}>
              {t("conflict.overwrite")}
            </Button>
          </>
        }
      >
        {t("conflict.text", { time: formatTime(error.updatedAt) })}
      </Callout>
    );
  if (error.type === "signed-out")
    return (
      <Callout
        kind="warn"
        live
        title={t("signedOut.title")}
        action={
          <a
            href={`/sign-in?returnTo=${encodeURIComponent(path)}`}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-11 items-center"
          >
            {t("signedOut.signIn")}
          </a>
        }
      >
        {t("signedOut.text")}
      </Callout>
    );
  return (
    <Callout kind="danger" live title={t("submit.notSaved")}>
      {words(error.type)}
    </Callout>
  );
}
