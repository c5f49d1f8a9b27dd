import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { dayIn } from "~/primitives/local-time.ts";
import { now } from "~/services/clock.ts";
import { csvTable } from "~/services/spreadsheet/csv.ts";
import { type Sheet, xlsxTable } from "~/services/spreadsheet/xlsx.ts";

export type TableFormat = keyof typeof types;

const types = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

/** A table as a download, written while it is read; `plain` is its name for browsers that take ASCII alone. What fails on the way breaks it off. */
export function tableAnswer(
  format: TableFormat,
  sheet: Sheet,
  { plain, name }: { plain: string; name: string },
): Response {
  const dated = `${name}-${dayIn("Asia/Shanghai", now())}.${format}`;
  const file = Readable.from(format === "csv" ? csvTable(sheet.rows) : xlsxTable(sheet), { highWaterMark: 2 });
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${plain}.${format}"; filename*=UTF-8''${encodeURIComponent(dated)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
