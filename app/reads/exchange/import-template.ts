import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { columnsByPart } from "~/rules/exchange/export-column.ts";
import type { CellValue } from "~/services/spreadsheet/xlsx.ts";
import { type Sheet, xlsxWorkbook } from "~/services/spreadsheet/xlsx.ts";
import { type ImportColumn, importColumns, neededColumns, templateName } from "./import-table.ts";
import { type CodeField, codeLists, codeWord } from "./list-cells.ts";

export interface TemplateChoices {
  rounds: readonly { key: string; title: string; titleEn: string | null }[];
  tracks: readonly { key: string; title: string; titleEn: string | null }[];
  groups: readonly { key: string; title: string; titleEn: string | null }[];
}

/**
 * The workbook to fill in: an empty sheet with the headers in both languages (needed ones starred), one with an example
 * row, one with every code and what it means, the edition's own heats, tracks and groups among them.
 */
export async function importTemplate(choices: TemplateChoices, locale: Locale): Promise<Uint8Array> {
  const { t } = i18nFor(locale);
  const header = importColumns.map((column) => `${templateName(column)}${neededColumns.includes(column) ? " *" : ""}`);
  // Every cell is text: digits of numbers that people type stay as they are
  const form = { form: true, widths: importColumns.map((column) => widths[column] ?? 18) };
  const blank = importColumns.map(() => null);
  const codes = [
    [t("exchange:import.note.field"), t("exchange:import.note.key"), "中文", "English"],
    ...choiceRows("wish", choices.rounds),
    ...choiceRows("track", choices.tracks),
    ...choiceRows("group", choices.groups),
    ...(Object.keys(codeLists) as CodeField[]).flatMap(codeRows),
  ];
  const sheets: Sheet[] = [
    {
      ...form,
      name: t("exchange:import.note.sheet"),
      rows: inTurn([header, ...Array.from({ length: 200 }, () => blank)]),
    },
    {
      ...form,
      name: t("exchange:import.note.example"),
      rows: inTurn([header, importColumns.map((column) => exampleOf(column, choices))]),
    },
    { form: true, scrolls: true, name: t("exchange:import.note.codes"), widths: [40, 18, 40, 40], rows: inTurn(codes) },
  ];
  const pieces: Uint8Array[] = [];
  for await (const piece of xlsxWorkbook(sheets)) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function* inTurn(rows: readonly (readonly CellValue[])[]): AsyncGenerator<readonly CellValue[]> {
  yield* rows;
}

const widths: Partial<Record<ImportColumn, number>> = {
  ...Object.fromEntries(columnsByPart.business.map((column) => [column, 24])),
  projectTitle: 30,
  summary: 40,
  innovation: 40,
  patents: 50,
  members: 40,
  identityNumber: 26,
};

/** Which column's codes the list holds; parts of the cells with lists name those. */
const columnOfCodes: Partial<Record<CodeField, ImportColumn>> = {
  memberDegree: "members",
  fullTime: "members",
  patentKind: "patents",
  patentOwnership: "patents",
  patentStatus: "patents",
};

function codeRows(field: CodeField) {
  const column = columnOfCodes[field] ?? (field as ImportColumn);
  return codeLists[field].keys.map((key) => [
    templateName(column),
    key,
    codeWord(field, key, "zh-CN"),
    codeWord(field, key, "en"),
  ]);
}

function choiceRows(column: ImportColumn, all: TemplateChoices["rounds"]) {
  return all.map(({ key, title, titleEn }) => [templateName(column), key, title, titleEn]);
}

function exampleOf(column: ImportColumn, { rounds, tracks, groups }: TemplateChoices): string {
  if (column === "wish") return rounds[0]?.title ?? "";
  if (column === "track") return tracks[0]?.title ?? "";
  if (column === "group") return groups[0]?.title ?? "";
  return example[column] ?? "";
}

const example: Partial<Record<ImportColumn, string>> = {
  projectTitle: "湖光硅基光互连芯片",
  projectTitleEn: "Silicon photonic interconnects",
  summary: "面向数据中心的光互连芯片。",
  innovation: "低损耗耦合与晶圆级测试。",
  maturity: "6",
  patents: "发明专利 | 一种光栅耦合器 | ZL202310000001.X | 企业所有 | 已授权或登记",
  leaderName: "沈一禾",
  leaderGender: "女",
  leaderNationality: "中国",
  identityKind: "居民身份证",
  identityNumber: "11010519880229002X",
  leaderBirthOn: "1988-02-29",
  leaderPhone: "+86 138 0013 8000",
  leaderEmail: "shen@example.com",
  leaderDegree: "博士",
  leaderSchool: "湖州大学",
  members: "沈一禾 | 总体 | 博士 | 是\n陆南星 | 工艺 | 硕士 | 是\nElena Marchetti | 市场 | 硕士 | 否",
  companyName: "湖光芯（湖州）科技有限公司",
  companyCode: "91330502MA2B0XXXXX",
  companyFoundedOn: "2022-03-01",
  companyPlace: "浙江湖州吴兴",
  companyCapital: "500",
  leaderStake: "51",
  market: "数据中心与智算中心。",
  businessModel: "芯片与模块销售。",
  financingRound: "天使轮",
  landingPlatform: "尚未确定",
  priorWinner: "否",
};
