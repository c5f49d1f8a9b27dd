/** What a spreadsheet of applications may be at most: bytes as they come, bytes unpacked, rows, columns, problems told at once. */
export const importLimits = {
  fileBytes: 10 * 1024 * 1024,
  unpackedBytes: 48 * 1024 * 1024,
  rows: 2000,
  columns: 200,
  problems: 50,
} as const;
