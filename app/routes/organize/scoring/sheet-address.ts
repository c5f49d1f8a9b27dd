/** Where one judge's sheet at one entry stands at the scorer's desk. */
export function sheetAddress(round: string, entry: string, judge: string): string {
  return `/organize/rounds/${round}/table/${encodeURIComponent(entry)}/${encodeURIComponent(judge)}`;
}
