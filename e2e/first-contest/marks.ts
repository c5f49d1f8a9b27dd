import type { Project } from "./applicants.ts";

type Sheet = readonly [marks: readonly string[], total: string];
type Sheets = Partial<Record<Project, readonly Sheet[]>>;

/** By project, then by judge in the order of the panel: the marks in the order of the rubric, and the sheet's total. */
export const heatSheets: Sheets = {
  星海光模块: [
    [["27", "17", "16.5", "18", "8.5"], "87.00"],
    [["25", "16", "16", "17", "8"], "82.00"],
    [["28.5", "18", "17.5", "18.5", "9"], "91.50"],
  ],
  听澜光纤传感: [
    [["24", "15", "15", "16", "7"], "77.00"],
    [["26", "17", "17", "18", "9"], "87.00"],
    [["22", "14", "13.5", "15", "6.5"], "71.00"],
  ],
  苕溪激光雷达: [
    [["20", "13", "13", "14", "6"], "66.00"],
    [["21", "14", "14", "15", "7"], "71.00"],
    [["22", "15", "14", "16", "7"], "74.00"],
  ],
  太湖硅光芯片: [
    [["18", "12", "12", "13", "5"], "60.00"],
    [["19", "12", "12", "13", "6"], "62.00"],
    [["20", "13", "12", "14", "6"], "65.00"],
  ],
};

/** The same in the final. */
export const finalSheets: Sheets = {
  星海光模块: [
    [["26", "17", "16", "17", "8"], "84.00"],
    [["27", "17", "16", "17", "8"], "85.00"],
    [["27", "17", "17", "17", "8"], "86.00"],
  ],
  听澜光纤传感: [
    [["28", "18", "18", "18", "9"], "91.00"],
    [["28", "18", "18", "19", "9"], "92.00"],
    [["29", "18", "18", "19", "9"], "93.00"],
  ],
  苕溪激光雷达: [
    [["24", "15", "15", "15", "7"], "76.00"],
    [["24", "15", "15", "16", "7"], "77.00"],
    [["25", "15", "15", "16", "7"], "78.00"],
  ],
};

/** What the judge of that seat writes. */
export function sheetsOf(all: Sheets, seat: number): Record<string, Sheet> {
  return Object.fromEntries(
    Object.entries(all).map(([title, sheets]) => {
      const sheet = sheets[seat];
      if (!sheet) throw new Error(`nobody sits on seat ${seat}`);
      return [title, sheet];
    }),
  );
}
