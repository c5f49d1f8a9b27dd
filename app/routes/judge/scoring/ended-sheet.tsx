import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatTotal, readMarks } from "~/rules/scoring/sheet.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { formatTime } from "~/ui/format/date-time.ts";
import { formatFileSize } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { IpFacts, IpPictures } from "~/ui/portrait/ip-pictures.tsx";
import { SignatureForm, SignatureView } from "~/ui/signature/signature-form.tsx";
import type { ReviewedApplication } from "~db/queries/review/review-progress.ts";
import { MarkList } from "./mark-list.tsx";
import { outboxOf } from "./outbox.ts";
import type { SheetView } from "./sheet-view.server.ts";
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
      {view.revised ? <Revised {...view.revised} /> : null}
      <MarkList view={view} words={sheet.words} />
      {view.signing ? <SheetSignature view={view} signing={view.signing} /> : null}
    </Ended>
  );
}

/** What the judge gave after conferring: it stands beside the sheet, which stays as it was. */
function Revised({ score, reason, counts }: NonNullable<SheetView["revised"]>): ReactNode {
  const { t } = useTranslation("deliberation");
  return (
    <section className="grid gap-2 rounded border border-line bg-surface p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-4">
        <h2 className="text-xl">{t("revised")}</h2>
        <output className="text-4xl font-semibold text-structure">{score}</output>
      </div>
      <p className="text-ink-soft">{t(counts ? "own.counts" : "own.awaits")}</p>
      <p className="break-words">{t("own.reason", { reason })}</p>
    </section>
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
function Ended({ view, children }: { view: SheetView; children: ReactNode }): ReactNode {
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

type Application = Pick<ReviewedApplication, "answers" | "blind" | "chosen" | "files" | "portrait">;

/** What the judge reviews: the application without what is hidden, and its files. */
export function Materials({ application }: { application: Application }): ReactNode {
  const { t } = useTranslation(["review", "portrait"]);
  const { answers, blind, chosen, portrait } = application;
  return (
    <div className="grid gap-4">
      {blind ? <Callout title={t("judge.blind")}>{t("judge.blindMend")}</Callout> : null}
      <Files {...application} />
      <ApplicationAnswers answers={answers} chosen={chosen} />
      {portrait ? (
        <Card title={t("portrait:title")}>
          <div className="grid gap-6">
            <IpFacts facts={portrait.facts} />
            <IpPictures figures={portrait} />
          </div>
        </Card>
      ) : null}
    </div>
  );
}

/** The same beside the sheet, in a part of its own that scrolls; on a narrow screen above it, folded away. */
export function MaterialsBeside({ application, print }: { application: Application; print: string }): ReactNode {
  const { t } = useTranslation("review");
  return (
    <details open className="no-print min-w-0 border-line border-b lg:border-e lg:border-b-0">
      <summary className="flex min-h-12 items-center px-4 font-semibold lg:sr-only">{t("judge.materials")}</summary>
      <section
        // A region that scrolls must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={t("judge.materials")}
        className="max-h-[55dvh] overflow-y-auto p-4 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-4rem)]"
      >
        <p className="mb-4 flex justify-end">
          <LinkButton to={print} size="row" icon="print" reloadDocument>
            {t("judge.print")}
          </LinkButton>
        </p>
        <Materials application={application} />
      </section>
    </details>
  );
}

function Files({ files, blind }: Application): ReactNode {
  const { t } = useTranslation(["review", "files"]);
  if (files.length === 0) return blind ? <p className="text-ink-soft">{t("judge.noCopies")}</p> : null;
  return (
    <Card title={t("judge.files")}>
      <ul className="grid gap-2">
        {files.map(({ id, kind, name, size }) => (
          <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4">
            <a href={`/files/${id}`}>
              {t(`files:kind.${kind}`)}
              {name === null ? null : ` · ${name}`}
            </a>
            <span className="text-sm text-ink-soft">{formatFileSize(size)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Props {
  view: SheetView;
  words: SheetWords;
  at: string;
}

/**
 * A sheet that was handed in on this device, with its total and the way on. It waits for the network, locked; or (`awaits`) for
 * the conductor to open the project's scoring, and can be taken back until then.
 */
export function WaitingSheet({ view, words, at, awaits }: Props & { awaits: boolean }): ReactNode {
  const { t } = useTranslation("tablet");
  const place = { judge: view.judge, round: view.round.slug, entry: view.entry.key };
  return (
    <Ended view={view}>
      <section className="grid gap-3 rounded border border-line bg-surface p-5">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <h2 className="flex items-center gap-2 text-xl text-warn">
            <Icon name="clock" />
            {t(awaits ? "awaiting.title" : "waiting.title")}
          </h2>
          <Total view={view} total={totalOf(view, words)} />
        </div>
        <p className="text-ink-soft">
          {t("waiting.at", { time: formatTime(at, view.round.timeZone) })}{" "}
          {t(awaits ? "awaiting.mend" : "waiting.mend")}
        </p>
        {awaits ? (
          <p>
            <Button type="button" size="hall" icon="pen" onClick={() => void outboxOf(view.judge).takeBack(place)}>
              {t("awaiting.takeBack")}
            </Button>
          </p>
        ) : null}
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
  return formatTotal(criteria, readMarks(criteria, marks).marks, places);
}

/** Under a submitted sheet: the judge's signature, or the pad to give it; again, when the sheet was changed since. */
export function SheetSignature({
  view,
  signing,
  error,
}: {
  view: SheetView;
  signing: NonNullable<SheetView["signing"]>;
  error?: string;
}): ReactNode {
  const { t } = useTranslation("papers");
  const { round, entry, sheet } = view;
  const { signature, digest } = signing;
  return (
    <section aria-label={t("sheet.title")} className="grid gap-3 rounded border border-line bg-surface p-5">
      <h2 className="text-xl">{t("sheet.title")}</h2>
      {signature ? <SignatureView signature={signature} timeZone={round.timeZone} /> : null}
      {!signature || signature.outdated ? (
        <SignatureForm
          action={`/judge/${round.slug}/${entry.key}/signature`}
          hidden={{ digest, idempotencyKey: signing.idempotencyKey }}
          statement={t("sheet.statement", { number: entry.number, total: sheet?.total ?? "" })}
          error={error}
        />
      ) : null}
    </section>
  );
}
