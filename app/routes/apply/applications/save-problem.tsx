import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRefusalWords } from "~/forms/problems.tsx";
import type { SaveState } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import type { SaveRefusal } from "./local-drafts.ts";

interface Props {
  state: SaveState;
  refused: SaveRefusal | null;
  /** The words do not lie on the device: storage is full or forbidden, or they are never kept there. */
  unkept: boolean;
  /** Where to come back to after signing in. */
  path: string;
}

/** Why the words in the form are not on the server, said clearly, with the way out. Nothing while all is well. */
export function SaveProblem({ state, refused, unkept, path }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const words = useRefusalWords("apply:refusal");
  const where = t(unkept ? "trouble.inPage" : "trouble.onDevice");
  if (refused?.type === "signed-out")
    return (
      <Callout
        kind="warn"
        live
        title={t("signedOut.title")}
        action={
          <a href={`/sign-in?returnTo=${encodeURIComponent(path)}`} className="inline-flex min-h-11 items-center">
            {t("signedOut.signIn")}
          </a>
        }
      >
        {t("signedOut.text", { where })}
      </Callout>
    );
  if (refused)
    return (
      <Callout
        kind="danger"
        live
        title={t("trouble.refused")}
        action={
          <a href={path} className="inline-flex min-h-11 items-center">
            {t("trouble.reload")}
          </a>
        }
      >
        {words(refused.type)} {where}
      </Callout>
    );
  if (state === "offline")
    return (
      <Callout kind="warn" live title={t("offline.title")}>
        {t("offline.text", { where })}
      </Callout>
    );
  return null;
}
