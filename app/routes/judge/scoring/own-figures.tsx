import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ownFigures } from "~/rules/scoring/own-figures.ts";
import { formatTotal, lackingMarks, readMarks } from "~/rules/scoring/sheet.ts";
import type { LocalSheet } from "./local-sheet.ts";
import type { RunningOrderLine } from "./running-order.ts";
import type { SheetView } from "./sheet-view.server.ts";

/** The judge's own figures in the round, from the order that the page holds anyway; null where the round does not show them. */
export type OwnFiguresView = ReturnType<typeof ownFiguresOf>;

/**
 * Of every sheet that the judge handed in: those at the server, and those that this tablet has still to send, whose totals it works out
 * by the same rule. Drafts, refused and late sheets, and projects that do not appear are left out. `order` is as this device knows it.
 */
export function ownFiguresOf(
  { ownFigures: shown, criteria, places }: Pick<SheetView, "ownFigures" | "criteria" | "places">,
  order: readonly Pick<RunningOrderLine, "key" | "state" | "total">[],
  local: readonly Pick<LocalSheet, "entry" | "words">[],
) {
  if (!shown) return null;
  const totalHere = (entry: string) => {
    const words = local.find((each) => each.entry === entry)?.words;
    const { marks } = readMarks(criteria, words?.marks ?? {});
    return words && lackingMarks(criteria, marks).length === 0 ? [formatTotal(criteria, marks, places)] : [];
  };
  const taken = order.filter(({ state }) => state === "submitted");
  const waiting = order
    .filter(({ state }) => state === "waiting" || state === "awaiting")
    .flatMap(({ key }) => totalHere(key));
  const totals = taken.flatMap(({ key, total }) => (total ? [total] : totalHere(key)));
  return { figures: ownFigures([...totals, ...waiting]), waiting: waiting.length };
}

/** The figures in a line: small, for they are a help and not the sheet. */
export function OwnFiguresLine({ view }: { view: OwnFiguresView }): ReactNode {
  const { t } = useTranslation("judge");
  if (!view) return null;
  const { figures, waiting } = view;
  return (
    <p className="text-sm text-ink-soft">
      {figures
        ? [
            t("own.handedIn", { count: figures.count }),
            t("own.mean", { mean: figures.mean }),
            figures.sd === null ? "" : t("own.sd", { sd: figures.sd }),
            waiting > 0 ? t("own.waiting", { count: waiting }) : "",
          ]
            .filter(Boolean)
            .join(" · ")
        : t("own.none")}
    </p>
  );
}
