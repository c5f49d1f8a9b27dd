import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "~/ui/card.tsx";
import { formatSeconds } from "~/ui/format/date-time.ts";
import type { SheetDesk } from "./sheet.tsx";

/** What happened to the sheet besides being written, the oldest first. */
export function SheetHistory({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const lines = useLines(page).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <Card title={t("sheet.history")}>
      {lines.length === 0 ? (
        <p className="text-ink-soft">{t("sheet.empty")}</p>
      ) : (
        <ol className="grid gap-1.5">
          {lines.map(({ key, at, words, photo }) => (
            <li key={key} className="flex gap-3">
              <time dateTime={at} className="shrink-0 text-ink-soft tabular-nums">
                {formatSeconds(at, page.round.timeZone)}
              </time>
              <span>
                {words}{" "}
                {photo === undefined ? null : (
                  <a href={`/organize/rounds/${page.round.slug}/papers/${photo}/photo`} className="no-print">
                    {t("sheet.photo")}
                  </a>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

interface Line {
  key: string;
  at: string;
  words: string;
  /** Of the sheet on paper whose photo stands there. */
  photo?: number;
}

function useLines({ reopenings, papers, checks, late }: SheetDesk): Line[] {
  const { t } = useTranslation("scoreTable");
  return [
    ...reopenings.flatMap(({ id, state, version, reason, by, decider, asked, decided }): Line[] => [
      { key: `asked ${id}`, at: asked, words: t("sheet.asked", { by, version, reason }) },
      ...(decided === null
        ? []
        : [
            {
              key: `decided ${id}`,
              at: decided,
              words: t(state === "confirmed" ? "sheet.confirmed" : "sheet.declined", { by: decider ?? "", version }),
            },
          ]),
    ]),
    ...papers.flatMap(({ id, state, bringer, brought, enterer, entered, decider, decided, reason }): Line[] => [
      { key: `brought ${id}`, at: brought, words: t("sheet.brought", { by: bringer }), photo: id },
      ...(entered === null
        ? []
        : [{ key: `entered ${id}`, at: entered, words: t("sheet.enteredLine", { by: enterer ?? "" }) }]),
      ...(decided === null
        ? []
        : [
            {
              key: `paper ${id}`,
              at: decided,
              words:
                state === "checked"
                  ? t("sheet.checked", { by: decider ?? "" })
                  : t("sheet.rejected", { by: decider ?? "", reason: reason ?? "" }),
            },
          ]),
    ]),
    ...checks.flatMap(({ id, by, asked, answer, answered }): Line[] => [
      { key: `check ${id}`, at: asked, words: t("sheet.checkAsked", { by }) },
      ...(answered === null
        ? []
        : [
            {
              key: `answer ${id}`,
              at: answered,
              words: t(answer === "stands" ? "sheet.checkStands" : "sheet.checkMend"),
            },
          ]),
    ]),
    ...late.map(({ id, received, total }) => ({
      key: `late ${id}`,
      at: received,
      words: t("sheet.lateArrived", { total }),
    })),
  ];
}
