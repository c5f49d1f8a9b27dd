import { Link } from "@remix-run/react";
import type { ComponentProps, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { MarksTable } from "./marks-table.tsx";
import { unfoldId } from "./standings-table.tsx";

interface Props {
  entry: string;
  name: string;
  /** It is in the page; otherwise a link leads to the page that has it. */
  whole: boolean;
  open: boolean;
  children: () => { why: string; marks: Omit<ComponentProps<typeof MarksTable>, "name"> };
}

/** What unfolds below an entry of the standings: why it stands there, in a sentence, and every mark of it. */
export function Unfold({ entry, name, whole, open, children }: Props): ReactNode {
  const { t } = useTranslation("standing");
  const words = (
    <>
      {t("unfold")}
      <span className="sr-only"> {name}</span>
    </>
  );
  if (!whole) return <Link to={`?entry=${encodeURIComponent(entry)}#${unfoldId(entry)}`}>{words}</Link>;
  const { why, marks } = children();
  return (
    <details open={open}>
      <summary>{words}</summary>
      <p>{why}</p>
      <div className="scroll-x">
        <MarksTable {...marks} name={name} />
      </div>
    </details>
  );
}
