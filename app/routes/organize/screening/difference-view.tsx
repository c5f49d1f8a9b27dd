import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError } from "~/commands/command.ts";
import type { AnsweredCorrection } from "~/rules/screening/correction.ts";
import type { AnswerDifference, Piece } from "~/rules/screening/differences.ts";
import { AnswerText, useKeyWord } from "~/ui/application/answer-text.tsx";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { useFieldName } from "./corrections.tsx";

/** What came of an act on an application, as the address says it after the redirect. */
export const detailOutcomes = ["decided", "proposed", "declined", "withdrawn", "checked", "assigned"] as const;

export type DetailOutcome = (typeof detailOutcomes)[number];

export interface FileName {
  id: number;
  kind: string;
  name: string;
}

/** How one field was changed: what went is struck out, what came is underlined, and both are said to who cannot see it. */
function DifferenceView({ difference, files }: { difference: AnswerDifference; files: FileName[] }): ReactNode {
  switch (difference.kind) {
    case "text":
      return <Pieces pieces={difference.pieces} />;
    case "value":
      return (
        <p>
          <Removed>{difference.before === null ? <Empty /> : answerText(difference.path, difference.before)}</Removed>{" "}
          <Added>{difference.after === null ? <Empty /> : answerText(difference.path, difference.after)}</Added>
        </p>
      );
    case "rows":
      return (
        <ul className="grid gap-1">
          {difference.rows.map(({ before, after }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still
            <li key={at}>
              {before ? <Removed block>{<RowText row={before} />}</Removed> : null}
              {after ? <Added block>{<RowText row={after} />}</Added> : null}
            </li>
          ))}
        </ul>
      );
    case "files":
      return (
        <ul className="grid gap-1">
          {difference.removed.map((id) => (
            <li key={id}>
              <Removed>
                <FileText id={id} files={files} />
              </Removed>
            </li>
          ))}
          {difference.added.map((id) => (
            <li key={id}>
              <Added>
                <FileText id={id} files={files} />
              </Added>
            </li>
          ))}
        </ul>
      );
  }
}

function Pieces({ pieces }: { pieces: Piece[] }): ReactNode {
  return (
    <p className="whitespace-pre-line wrap-anywhere">
      {pieces.map(({ text, how }, at) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the text stands still
        if (how === "same") return <span key={at}>{text}</span>;
        // biome-ignore lint/suspicious/noArrayIndexKey: the text stands still
        return how === "added" ? <Added key={at}>{text}</Added> : <Removed key={at}>{text}</Removed>;
      })}
    </p>
  );
}

function Added({ children, block }: { children: ReactNode; block?: boolean }): ReactNode {
  const { t } = useTranslation("deciding");
  return (
    <ins className={`${block ? "block" : ""} bg-ok-soft text-ok underline decoration-2 wrap-anywhere`}>
      <span className="sr-only">{t("changes.addedText")}</span>
      {children}
    </ins>
  );
}

function Removed({ children, block }: { children: ReactNode; block?: boolean }): ReactNode {
  const { t } = useTranslation("deciding");
  return (
    <del className={`${block ? "block" : ""} bg-danger-soft text-danger line-through wrap-anywhere`}>
      <span className="sr-only">{t("changes.removedText")}</span>
      {children}
    </del>
  );
}

function Empty(): ReactNode {
  const { t } = useTranslation("deciding");
  return t("changes.empty");
}

function answerText(path: string, value: string): ReactNode {
  return <AnswerText name={path} value={value} />;
}

function RowText({ row }: { row: Record<string, string> }): ReactNode {
  const { t } = useTranslation("apply");
  const word = useKeyWord();
  return Object.entries(row)
    .map(([name, value]) => (name === "fullTime" ? t("member.fullTime") : (word(name, value) ?? value)))
    .join(" · ");
}

function FileText({ id, files }: { id: number; files: FileName[] }): ReactNode {
  const fieldName = useFieldName();
  const file = files.find((each) => each.id === id);
  return file ? `${fieldName(`attachments.${file.kind}`)}: ${file.name}` : `#${id}`;
}

interface Props {
  changes: { reason: string | null; answered: AnsweredCorrection[]; further: AnswerDifference[] };
  files: FileName[];
}

/** What a resubmission changed: every correction that was asked for with what became of it, then the rest. */
export function ChangesCard({ changes, files }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const fieldName = useFieldName();
  const { reason, answered, further } = changes;
  return (
    <Card title={t("changes.title")}>
      {reason ? (
        <p className="mb-3 whitespace-pre-line wrap-anywhere">
          <span className="text-ink-soft">{t("changes.asked")}: </span>
          {reason}
        </p>
      ) : null}
      {answered.length + further.length === 0 ? <p className="text-ink-soft">{t("changes.none")}</p> : null}
      <ul className="grid">
        {answered.map(({ path, reason: why, difference }) => (
          <li key={path} className="grid gap-1 border-line border-b py-3 first:pt-0 last:border-b-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{fieldName(path)}</span>
              {difference ? (
                <Badge tone="ok" icon="check">
                  {t("changes.changed")}
                </Badge>
              ) : (
                <Badge tone="warn" icon="warn">
                  {t("changes.untouched")}
                </Badge>
              )}
            </p>
            <p className="text-sm text-ink-soft wrap-anywhere">{why}</p>
            {difference ? <DifferenceView difference={difference} files={files} /> : null}
          </li>
        ))}
      </ul>
      {further.length > 0 ? (
        <div className="mt-3">
          <p className="font-semibold">{t("changes.further")}</p>
          <DifferenceList differences={further} files={files} />
        </div>
      ) : null}
    </Card>
  );
}

/** Differences, each under the name of its field. */
export function DifferenceList({
  differences,
  files,
}: {
  differences: AnswerDifference[];
  files: FileName[];
}): ReactNode {
  const fieldName = useFieldName();
  return (
    <dl className="grid gap-2 pt-2">
      {differences.map((difference) => (
        <div key={difference.path}>
          <dt className="text-sm text-ink-soft">{fieldName(difference.path)}</dt>
          <dd className="min-w-0">
            <DifferenceView difference={difference} files={files} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What a refused decision's form had in it, to be put back, and which of its fields were wrong. */
export interface SentDecision {
  decision: string;
  round: string;
  reason: string;
  until: string;
  corrections: { path: string; reason: string }[];
  /** Whether something is wrong with the field of that path into the command's input. */
  wrong(path: string): boolean;
}

/** What the action hands back of a form beside its refusal. */
export type SentBack = Omit<SentDecision, "wrong">;

export function sentOf(
  back: SentBack | undefined,
  error: { type: string; fields?: FieldError[] } | undefined,
): SentDecision {
  const nothing = { decision: "", round: "", reason: "", until: "", corrections: [] };
  const paths = error?.fields?.map(({ path }) => path) ?? [];
  return { ...(back ?? nothing), wrong: (path) => paths.includes(path) };
}
