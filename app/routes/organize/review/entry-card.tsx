import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import type { PresentView } from "~/reads/review/assignment-view.ts";
import type { Conflict } from "~/rules/review/conflict.ts";
import { Badge } from "~/ui/badge.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";

type Entry = PresentView["entries"][number];

/** One entry with its judges: who has it and how far, whom to add, who must not. */
export function EntryCard({
  entry,
  open,
  idempotencyKey,
}: {
  entry: Entry;
  open: boolean;
  idempotencyKey: string;
}): ReactNode {
  const { t } = useTranslation("review");
  const conflictWords = useConflictWords();
  return (
    <section
      aria-label={`${entry.key} ${entry.title}`}
      className="grid gap-3 rounded border border-line bg-surface p-4 lg:grid-cols-[2fr_3fr]"
    >
      <div className="grid content-start gap-2">
        <h3 className="text-base">
          <span className="text-ink-soft">{entry.key}</span> {entry.title}
        </h3>
        {entry.lacking > 0 ? (
          <p>
            <Badge tone="warn" icon="empty">
              {t("assignment.lacks", { count: entry.lacking })}
            </Badge>
          </p>
        ) : null}
        {entry.conflicted.length > 0 ? (
          <details className="text-sm text-ink-soft">
            <summary className="min-h-8">{t("assignment.tied", { count: entry.conflicted.length })}</summary>
            <ul className="ps-4">
              {entry.conflicted.map(({ key, name, ties: conflicts }) => (
                <li key={key}>{t("assignment.tiedLine", { key, name, ties: conflictWords(conflicts) })}</li>
              ))}
            </ul>
          </details>
        ) : null}
      </div>
      <div className="grid content-start gap-2">
        <ul className="grid gap-2">
          {entry.assigned.map((seat) => (
            <li key={seat.key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="font-medium">
                {seat.key} {seat.name}
              </span>
              <Badge>{t(`assignment.${seat.origin}`)}</Badge>
              {seat.begun ? <Badge tone="structure">{t("assignment.begun")}</Badge> : null}
              {seat.conflicts.length > 0 ? (
                <Badge tone="warn" icon="warn">
                  {conflictWords(seat.conflicts)}
                </Badge>
              ) : null}
              {open && !seat.begun ? <Unassign entry={entry} seat={seat} idempotencyKey={idempotencyKey} /> : null}
            </li>
          ))}
        </ul>
        {open && entry.candidates.length > 0 ? <Assign entry={entry} idempotencyKey={idempotencyKey} /> : null}
      </div>
    </section>
  );
}

/** The best judge for it stands first in the list. */
function Assign({ entry, idempotencyKey }: { entry: Entry; idempotencyKey: string }): ReactNode {
  const { t } = useTranslation("review");
  return (
    <ActionForm idempotencyKey={`${idempotencyKey}-${entry.key}`} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="entry" value={entry.key} />
      <SelectField
        name="judge"
        id={`judge-${entry.key}`}
        label={t("assignment.another")}
        labelHidden
        placeholder={null}
        options={entry.candidates.map(({ key, name, load, knows, takenOff }) => ({
          value: key,
          label: t(`assignment.${takenOff ? "takenOff" : knows ? "candidate" : "otherTrack"}`, { key, name, load }),
        }))}
      />
      <SubmitButton size="row" intent="assign" icon="plus">
        {t(entry.lacking > 0 ? "assignment.assignAnother" : "assignment.assign")}
      </SubmitButton>
    </ActionForm>
  );
}

function Unassign({
  entry,
  seat,
  idempotencyKey,
}: {
  entry: Entry;
  seat: Entry["assigned"][number];
  idempotencyKey: string;
}): ReactNode {
  const { t } = useTranslation("review");
  const id = `${seat.key}-${entry.key}`;
  return (
    <ConfirmForm
      intent={`unassign-${id}`}
      size="row"
      opener={t("assignment.unassign")}
      consequence={t("assignment.unassignWhat", { judge: `${seat.key} ${seat.name}`, entry: entry.title })}
      confirm={t("assignment.unassignDo")}
      hidden={{ entry: entry.key, judge: seat.key, idempotencyKey: `${idempotencyKey}-${id}` }}
    >
      <CheckboxField name="forGood" id={`for-good-${id}`} label={t("assignment.forGood")} />
    </ConfirmForm>
  );
}

/** Conflicts in words, with what each rests on. */
export function useConflictWords(): (conflicts: readonly Conflict[]) => string {
  const { t } = useTranslation("review");
  return (conflicts) =>
    conflicts
      .map(({ kind, words }) => (words ? t("tie.with", { tie: t(`tie.${kind}`), words }) : t(`tie.${kind}`)))
      .join(t("panel.and"));
}
