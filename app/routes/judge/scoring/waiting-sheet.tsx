import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { readMarks, writtenTotal } from "~/rules/scoring/sheet.ts";
import { Callout } from "~/ui/callout.tsx";
import { formatTime } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { Ended, Total } from "./ended-sheet.tsx";
import { MarkList } from "./mark-list.tsx";
import type { SheetWords } from "./sheet-words.ts";

interface Props {
  view: SheetView;
  words: SheetWords;
  at: string;
}

/** A sheet that was handed in on this device and waits for the network: locked, with its total, and the way on. */
export function WaitingSheet({ view, words, at }: Props): ReactNode {
  const { t } = useTranslation("tablet");
  return (
    <Ended view={view}>
      <section className="grid gap-3 rounded border border-line bg-surface p-5">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <h2 className="flex items-center gap-2 text-xl text-warn">
            <Icon name="clock" />
            {t("waiting.title")}
          </h2>
          <Total view={view} total={totalOf(view, words)} />
        </div>
        <p className="text-ink-soft">
          {t("waiting.at", { time: formatTime(at, view.round.timeZone) })} {t("waiting.mend")}
        </p>
      </section>
      <MarkList view={view} words={words} />
    </Ended>
  );
}

/** A recusal that waits for the network. */
export function WaitingRecusal({ view, reason }: { view: SheetView; reason: string }): ReactNode {
  const { t } = useTranslation("tablet");
  return (
    <Ended view={view}>
      <Callout kind="warn" title={t("waiting.recusal")}>
        {t("waiting.recusalMend", { reason })}
      </Callout>
    </Ended>
  );
}

/** A sheet that came after the end: refused, kept, and what the judge can do. */
export function LateSheet({ view, words, at }: Props): ReactNode {
  const { t } = useTranslation("tablet");
  return (
    <Ended view={view}>
      <Callout kind="warn" live title={t("late.title")}>
        {t("late.mend", { time: formatTime(at, view.round.timeZone) })}
      </Callout>
      {Object.keys(words.marks).length > 0 ? <MarkList view={view} words={words} /> : null}
    </Ended>
  );
}

function totalOf({ criteria, places }: SheetView, { marks }: SheetWords): string {
  return writtenTotal(criteria, readMarks(criteria, marks).marks, places);
}
