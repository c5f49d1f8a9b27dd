import { strFromU8, unzipSync } from "fflate";

type Read = string | number | null;

/**
 * The sheets of an XLSX file by name, in order, cell by cell as they stand in the file: a formula with its equals sign,
 * uncalculated, or where it is asked for what the file says that it gives.
 */
export function openWorkbook(
  bytes: Uint8Array,
  formulas: "as-formulas" | "as-values" = "as-formulas",
): Map<string, Read[][]> {
  const parts = unzipSync(bytes);
  const text = (name: string) => strFromU8(parts[name] ?? new Uint8Array());
  const targets = new Map(
    [...text("xl/_rels/workbook.xml.rels").matchAll(/Id="([^"]+)"[^>]*Target="([^"]+)"/g)].map(([, id, to]) => [
      id,
      to,
    ]),
  );
  const listed = text("xl/workbook.xml").matchAll(/<sheet name="([^"]*)"[^>]*r:id="([^"]+)"/g);
  return new Map(
    Array.from(listed, ([, name = "", id]) => [unescaped(name), rowsOf(text(`xl/${targets.get(id)}`), formulas)]),
  );
}

function rowsOf(xml: string, formulas: "as-formulas" | "as-values"): Read[][] {
  return Array.from(xml.matchAll(/<row r="\d+">(.*?)<\/row>/gs), ([, cells = ""]) => {
    const row: Read[] = [];
    for (const [, letters = "", type = "", body = ""] of cells.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>(.*?)<\/c>/gs)) {
      const at = [...letters].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0) - 1;
      while (row.length < at) row.push(null);
      const value = formulas === "as-values" && body.includes("<f>") ? readGiven(type, body) : readValue(body);
      row.push(value);
    }
    return row;
  });
}

/** What the formula gives, as the file has it; null where it says nothing. */
function readGiven(type: string, body: string): Read {
  const [, given] = /<v>(.*?)<\/v>/s.exec(body) ?? [];
  if (given === undefined) return null;
  return type.includes('t="str"') ? unescaped(given) : Number(given);
}

function readValue(body: string): Read {
  const [, formula] = /<f>(.*?)<\/f>/s.exec(body) ?? [];
  if (formula !== undefined) return `=${unescaped(formula)}`;
  const [, figure] = /<v>(.*?)<\/v>/.exec(body) ?? [];
  if (figure !== undefined) return Number(figure);
  return unescaped(/<t[^>]*>(.*?)<\/t>/s.exec(body)?.[1] ?? "");
}

function unescaped(text: string): string {
  return text
    .replaceAll("&#13;", "\r")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
