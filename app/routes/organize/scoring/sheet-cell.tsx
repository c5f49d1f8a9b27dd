import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Cell } from "~/rules/scoring/score-table.ts";
import { classes } from "~/ui/classes.ts";
import { Icon, type IconName } from "~/ui/icon.tsx";

interface Props {
  cell: Cell;
  /** Where the sheet stands at the desk, and how it is named there. */
  to: string;
  name: string;
  /** The entry does not appear: nothing is waited for. */
  out: boolean;
  showZ: boolean;
}

/** How far one judge is with one entry, by shape and word, and the way to that sheet. */
export function SheetCell({ cell, to, name, out, showZ }: Props): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { word, icon, look } = lookOf(cell, out);
  return (
    <Link
      to={to}
      prefetch="none"
      className="inline-flex min-h-6 items-center gap-1 whitespace-nowrap rounded px-1 text-ink no-underline hover:bg-structure-soft hover:underline"
    >
      <span className="sr-only">{name}: </span>
      {cell.total === null ? (
        <span className={classes("inline-flex items-center gap-1 text-sm", look)}>
          <Icon name={icon} />
          {t(`cell.${word}`)}
        </span>
      ) : (
        <Total cell={cell} total={cell.total} showZ={showZ} />
      )}
    </Link>
  );
}

type Word = "none" | "draft" | "recused" | "late" | "reopened" | "photographed" | "entered" | "out" | "paper";

/** What matters most of a sheet that is not handed in. */
function lookOf(cell: Cell, out: boolean): { word: Word; icon: IconName; look: string } {
  if (cell.state === "recused") return { word: "recused", icon: "slash", look: "text-ink-soft" };
  if (cell.paper === "entered") return { word: "entered", icon: "file", look: "font-semibold text-warn" };
  if (cell.paper === "photographed") return { word: "photographed", icon: "file", look: "font-semibold text-warn" };
  if (cell.late) return { word: "late", icon: "clock", look: "font-semibold text-danger" };
  if (cell.reopening === "confirmed") return { word: "reopened", icon: "pen", look: "font-semibold text-warn" };
  if (cell.state === "draft") return { word: "draft", icon: "half", look: "text-structure" };
  if (out) return { word: "out", icon: "slash", look: "text-ink-soft" };
  return { word: "none", icon: "empty", look: "text-ink-soft" };
}

function Total({ cell, total, showZ }: { cell: Cell; total: string; showZ: boolean }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { paper, reopening, check, z, standsOut } = cell;
  return (
    <>
      {paper === "checked" ? <Sign icon="file" word={t("cell.paper")} tone="text-ink-soft" /> : null}
      {reopening === "asked" ? <Sign icon="pen" word={t("cell.askedReopening")} tone="text-warn" /> : null}
      {check === "asked" ? <Sign icon="eye" word={t("cell.askedCheck")} tone="text-ink-soft" /> : null}
      {check === "mend" ? <Sign icon="warn" word={t("cell.mend")} tone="text-warn" /> : null}
      {z !== null && (standsOut || showZ) ? (
        <span
          title={t(z > 0 ? "cell.above" : "cell.below", { z: Math.abs(z).toFixed(1) })}
          className={classes("text-xs", standsOut ? "font-semibold text-warn" : "text-ink-soft")}
        >
          {standsOut ? `${z > 0 ? "▲" : "▼"}${Math.abs(z).toFixed(1)}` : signed(z)}
        </span>
      ) : null}
      <strong className="font-semibold">{total}</strong>
    </>
  );
}

/** With its sign, except for what rounds to nothing. */
function signed(z: number): string {
  const size = Math.abs(z).toFixed(1);
  return size === "0.0" ? size : `${z > 0 ? "+" : "−"}${size}`;
}

function Sign({ icon, word, tone }: { icon: IconName; word: string; tone: string }): ReactNode {
  return (
    <span title={word} className={classes("inline-flex", tone)}>
      <Icon name={icon} />
      <span className="sr-only">{word} </span>
    </span>
  );
}
