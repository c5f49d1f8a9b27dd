import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { Icon } from "~/ui/icon.tsx";
import { OutboxStatus } from "./outbox-status.tsx";
import { RecuseForm } from "./recuse-form.tsx";
import type { SheetAnswer } from "./sheet-answer.ts";
import { useOutbox } from "./use-outbox.ts";

interface Props {
  view: SheetView & { idempotencyKey: string };
  recusable: boolean;
  answer: SheetAnswer | null;
  /** What is on stage, where it is another project. */
  onStage?: { key: string; number: string };
}

/** Who is on stage, how far the judge has come, the way back, and the way out of a conflict. */
export function SheetBar({ view, recusable, answer, onStage }: Props): ReactNode {
  const { t } = useTranslation(["judge", "tablet"]);
  const { entry, round, progress } = view;
  const outbox = useOutbox(view.judge);
  return (
    <header className="on-bar no-print sticky top-0 z-4 flex flex-wrap items-center gap-x-3 gap-y-1 bg-bar px-3 py-2 sm:flex-nowrap">
      <Link
        to={`/judge/${round.slug}`}
        aria-label={t("sheet.back")}
        className="flex size-12 shrink-0 items-center justify-center rounded text-2xl hover:bg-bar-line"
      >
        <Icon name="left" />
      </Link>
      <span className="shrink-0 text-3xl font-semibold" aria-hidden="true">
        {entry.number}
      </span>
      <div className="min-w-0 flex-1 basis-40 sm:basis-0">
        <h1 className="line-clamp-2 text-lg leading-6 sm:text-xl">
          <span className="sr-only">{t("round.number", { number: entry.number })} </span>
          {entry.title}
        </h1>
        {entry.group ? <p className="text-sm leading-5 text-on-bar-soft">{entry.group}</p> : null}
      </div>
      {onStage ? (
        <Link
          to={`/judge/${round.slug}/${onStage.key}`}
          className="flex min-h-12 shrink-0 items-center gap-2 rounded border border-bar-line px-3 hover:bg-bar-line"
        >
          <Icon name="live" />
          {t("tablet:stage.go", { number: onStage.number })}
        </Link>
      ) : null}
      <div className="grid shrink-0 justify-items-end gap-0.5">
        <p className="text-sm text-on-bar-soft">{t("sheet.progress", progress)}</p>
        <OutboxStatus judge={view.judge} round={round.slug} outbox={outbox} />
      </div>
      {recusable ? (
        <RecuseForm key={entry.key} view={view} answer={answer?.intent === "recuse" ? answer : null} />
      ) : null}
    </header>
  );
}
