import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { readMarks, writtenTotal } from "~/rules/scoring/sheet.ts";
import { Button } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { type SheetAnswer, wrongNote } from "./sheet-answer.ts";
import { fieldName } from "./sheet-words.ts";
import { keeperOf } from "./use-outbox.ts";
import type { useSheetWords } from "./use-sheet-words.ts";

interface Props {
  view: SheetView;
  answer: SheetAnswer | null;
  /** The keys of the criteria whose marks were refused. */
  refused: string[];
  draft: ReturnType<typeof useSheetWords>;
}

/** What stands between the judge and a safe sheet, above the marks: said in words, with the way out. Nothing when all is well. */
export function SheetTrouble(props: Props): ReactNode {
  return (
    <div className="mx-auto w-full max-w-300 px-3 pt-3 empty:hidden sm:px-4">
      <Trouble {...props} />
    </div>
  );
}

function Trouble({ view, answer, refused, draft }: Props): ReactNode {
  const { t } = useTranslation(["judge", "errors", "tablet"]);
  const error = (answer?.intent === "recuse" ? null : answer?.error) ?? null;
  const marks = view.criteria
    .filter(({ key }) => refused.includes(key))
    .map(({ key, label, max, step }) => ({
      id: fieldName(key),
      message: t("sheet.wrong", { label, max: formatHundredths(max), step: formatHundredths(step) }),
    }));
  const noted = wrongNote(answer);
  const note = noted ? [{ id: "note", message: t(`sheet.noteWrong.${noted}`) }] : [];
  const wrong = [...marks, ...note];
  if (error === null || error.type === "invalid-input") {
    if (wrong.length > 0) return <ErrorSummary errors={wrong} />;
    if (!draft.restored) return null;
    const { version, words } = view.sheet ?? { version: 0, words: { marks: {}, note: "" } };
    return (
      <Callout
        live
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
        title={t("sheet.stale")}
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
  // What was stored is gone: the sheet was taken back elsewhere, or stands in no database any more
  if (error.type === "stale-version")
    return (
      <Callout
        kind="warn"
        live
        title={t("sheet.stale")}
        action={
          <Button type="button" onClick={() => draft.adopt(0, null)}>
            {t("sheet.keepMine")}
          </Button>
        }
      >
        {t("sheet.staleGone")}
      </Callout>
    );
  const { kept } = draft;
  const here = `/judge/${view.round.slug}/${view.entry.key}`;
  const over = error.type === "sheet-locked" || error.type === "recused";
  return (
    <Callout
      kind={error.type === "offline" ? "warn" : "danger"}
      live
      title={t(`errors:${error.type}.title`)}
      action={
        <>
          {over && kept ? (
            <Button
              type="button"
              onClick={() =>
                void keeperOf(kept.judge)
                  .discard(kept)
                  .then(() => location.reload())
              }
            >
              {t("tablet:refusal.discard")}
            </Button>
          ) : null}
          {error.type === "offline" ? null : (
            <a href={here}>{t(error.type === "signed-out" ? "sheet.signInAgain" : "sheet.reload")}</a>
          )}
        </>
      }
    >
      {mendOf(t, error)}
    </Callout>
  );
}

type Translate = ReturnType<typeof useTranslation<["judge", "errors", "tablet"]>>["t"];

/** The way out, in the words of somebody who sits before the tablet. */
function mendOf(t: Translate, error: SheetAnswer["error"]): string {
  switch (error.type) {
    case "offline":
      return t("sheet.offlineMend");
    case "sheet-locked":
      return t("tablet:refusal.lockedMend");
    case "recused":
      return t("tablet:refusal.recusedMend");
    case "scoring-not-open":
      return t("tablet:refusal.scoringMend");
    case "not-found":
      return t("tablet:refusal.notFoundMend");
    case "round-not-open":
      return t(error.state === "closed" ? "tablet:refusal.closedMend" : "round.notOpenMend");
    default:
      return t(`errors:${error.type}.mend`);
  }
}
