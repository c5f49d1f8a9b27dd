import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { formatTime } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { MarkList } from "./mark-list.tsx";
import { SheetSignature } from "./sheet-signature.tsx";
import type { SheetWords } from "./sheet-words.ts";

interface Submitted {
  words: SheetWords;
  total: string;
  submittedAt: string;
}

/** A sheet that was handed in: its total and marks, since when and why it is locked, and what comes next. */
export function LockedSheet({ view, sheet }: { view: SheetView; sheet: Submitted }): ReactNode {
  const { t } = useTranslation("judge");
  return (
    <Ended view={view}>
      <section className="grid gap-3 rounded border border-line bg-surface p-5">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <h2 className="flex items-center gap-2 text-xl text-ok">
            <Icon name="lock" />
            {t("sheet.locked")}
          </h2>
          <Total view={view} total={sheet.total} />
        </div>
        <p className="text-ink-soft">
          {t("sheet.lockedAt", { time: formatTime(sheet.submittedAt, view.round.timeZone) })} {t("sheet.lockedWhy")}
        </p>
      </section>
      <MarkList view={view} words={sheet.words} />
      {view.signing ? <SheetSignature view={view} signing={view.signing} /> : null}
    </Ended>
  );
}

/** The judge has stepped back from this project. */
export function RecusedSheet({
  view,
  recusal,
}: {
  view: SheetView;
  recusal: { reason: string; declared: string };
}): ReactNode {
  const { t } = useTranslation("judge");
  return (
    <Ended view={view}>
      <Callout title={t("recuse.done")}>
        <p>{t("recuse.doneAt", { time: formatTime(recusal.declared, view.round.timeZone), reason: recusal.reason })}</p>
        <p>{t("recuse.doneMend")}</p>
      </Callout>
    </Ended>
  );
}

/** The project does not appear: it is absent, or came too late. */
export function AbsentProject({ view }: { view: SheetView }): ReactNode {
  const { t } = useTranslation("runSheet");
  return (
    <Ended view={view}>
      <Callout title={t("judge.out")}>{t("judge.outMend")}</Callout>
    </Ended>
  );
}

/** The scoring is not open: before it only the project is shown, after it what was left as a draft. */
export function ClosedSheet({ view }: { view: SheetView }): ReactNode {
  const { t } = useTranslation("judge");
  const { sheet } = view;
  if (view.round.state !== "closed") {
    return (
      <Ended view={view}>
        <Callout title={t("round.notOpen")}>{t("round.notOpenMend")}</Callout>
      </Ended>
    );
  }
  return (
    <Ended view={view}>
      <Callout kind={sheet ? "warn" : "info"} title={t("round.closed")}>
        {t(sheet ? "sheet.draftNotCounted" : "round.closedMend")}
      </Callout>
      {sheet ? <MarkList view={view} words={sheet.words} /> : null}
    </Ended>
  );
}

/** What is fixed above, the next step below. */
export function Ended({ view, children }: { view: SheetView; children: ReactNode }): ReactNode {
  const { t } = useTranslation("judge");
  const { next, round } = view;
  const judging = round.state === "judging";
  return (
    <div className="mx-auto grid w-full max-w-220 content-start gap-4 p-4">
      {children}
      {judging && next ? (
        <LinkButton kind="primary" size="hall" iconAfter="arrow" to={`/judge/${round.slug}/${next.key}`}>
          {t("sheet.nextIs", next)}
        </LinkButton>
      ) : (
        <LinkButton size="hall" icon="left" to={`/judge/${round.slug}`}>
          {t(judging ? "sheet.done" : "sheet.back")}
        </LinkButton>
      )}
    </div>
  );
}

export function Total({ view, total }: { view: Pick<SheetView, "full">; total: string }): ReactNode {
  const { t } = useTranslation("judge");
  return (
    <p className="flex items-baseline gap-2 whitespace-nowrap">
      <span className="text-ink-soft">{t("sheet.total")}</span>
      <output className="text-4xl font-semibold text-structure">{total}</output>
      <span className="text-lg text-ink-soft">{t("sheet.of", { full: view.full })}</span>
    </p>
  );
}
