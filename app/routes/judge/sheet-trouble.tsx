import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { readMarks, writtenTotal } from "~/rules/sheet.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import type { SheetAnswer } from "./sheet-answer.ts";
import type { SheetView } from "./sheet-view.server.ts";
import type { useDraft } from "./use-draft.ts";

interface Props {
  view: SheetView;
  answer: SheetAnswer | null;
  draft: ReturnType<typeof useDraft>;
}

/** What stands between the judge and a safe sheet, above the marks: said in words, with the way out. Nothing when all is well. */
export function SheetTrouble({ view, answer, draft }: Props): ReactNode {
  const { t } = useTranslation(["judge", "errors"]);
  const error = draft.trouble ?? (answer?.intent === "recuse" ? null : answer?.error) ?? null;
  const box = "mx-auto mt-3 w-full max-w-300";
  if (error === null || error.type === "invalid-input") {
    if (!draft.restored) return null;
    const { version, words } = view.sheet ?? { version: 0, words: { marks: {}, note: "" } };
    return (
      <Callout
        live
        className={box}
        title={t("sheet.restored")}
        action={
          <Button type="button" onClick={() => draft.adopt(version, words)}>
            {t("sheet.useStored")}
          </Button>
        }
      >
        {t("sheet.restoredMend")}
      </Callout>
    );
  }
  if (error.type === "stale-version" && "stored" in error && error.stored) {
    const { stored } = error;
    const total = writtenTotal(view.criteria, readMarks(view.criteria, stored.marks).marks, view.places);
    return (
      <Callout
        kind="warn"
        live
        className={box}
        title={t("errors:stale-version.title")}
        action={
          <>
            <Button type="button" onClick={() => draft.adopt(stored.version, stored)}>
              {t("sheet.useStored")}
            </Button>
            <Button type="button" onClick={() => draft.adopt(stored.version, null)}>
              {t("sheet.keepMine")}
            </Button>
          </>
        }
      >
        {t("sheet.staleMend", { total })}
      </Callout>
    );
  }
  return (
    <Callout
      kind={error.type === "offline" ? "warn" : "danger"}
      live
      className={box}
      title={t(`errors:${error.type}.title`)}
      action={
        <a href={`/judge/${view.round.slug}/${view.entry.key}`}>
          {t(error.type === "signed-out" ? "sheet.signInAgain" : "sheet.reload")}
        </a>
      }
    >
      {error.type === "offline" ? t("sheet.offlineMend") : t(`errors:${error.type}.mend`)}
    </Callout>
  );
}
