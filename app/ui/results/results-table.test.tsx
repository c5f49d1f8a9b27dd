import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { i18nFor } from "~/locales/i18n.server.ts";
import { laterPresets } from "~/rules/standings/later-presets.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { mostExplained, ResultsTable } from "./results-table.tsx";

function tableOf(entries: number, oneOf?: (entry: string) => string): string {
  const rule = laterPresets.standard;
  const shown = Array.from({ length: entries }, (_, at) => ({
    key: String(at + 1),
    title: `项目${at + 1}`,
    group: null,
  }));
  const lines = standings({
    rule,
    criteria: [{ key: "c", max: 10000, step: 50, factor: "1" }],
    judges: [{ key: "J1", head: false }],
    entries: shown,
    sheets: shown.map(({ key }, at) => ({ entry: key, judge: "J1", marks: { c: 5000 + (at % 60) * 50 } })),
  });
  return renderToStaticMarkup(
    <I18nextProvider i18n={i18nFor("zh-CN")}>
      <ResultsTable
        standings={{ rule, standings: lines }}
        criteria={new Map()}
        groups={new Map()}
        nameOf={({ entry, title }) => ({ number: entry, title, absent: false })}
        oneOf={oneOf}
      />
    </I18nextProvider>,
  );
}

const toOne = (entry: string) => `?entry=${entry}`;

test("how each total came about unfolds in the list; of a longer one each leads to a page of its own", () => {
  expect(tableOf(3, toOne).match(/<details/g)?.length).toBe(3);
  expect(tableOf(1, toOne)).toContain('<details class="text-sm font-normal" open="">');
  const long = tableOf(mostExplained + 1, toOne);
  expect(long).not.toContain("<details");
  expect(long.match(/href="\?entry=\d+"/g)?.length).toBe(mostExplained + 1);
  expect(tableOf(mostExplained + 1)).not.toContain("这个总分怎样得出");
});
