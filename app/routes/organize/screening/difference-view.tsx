import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Difference, Piece } from "~/rules/screening/differences.ts";
import { AnswerText, useKeyWord } from "~/ui/application/answer-text.tsx";
import { useFieldName } from "./field-name.ts";

export interface FileName {
  id: number;
  kind: string;
  name: string;
}

/** How one field was changed: what went is struck out, what came is underlined, and both are said to who cannot see it. */
export function DifferenceView({ difference, files }: { difference: Difference; files: FileName[] }): ReactNode {
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
