import type { CellValue } from "~/services/spreadsheet/xlsx.ts";

/** Rows as the writers of tables take them. */
export async function* rowsOf(rows: CellValue[][]): AsyncGenerator<CellValue[]> {
  yield* rows;
}

/** The whole file that was written piece by piece. */
export async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
