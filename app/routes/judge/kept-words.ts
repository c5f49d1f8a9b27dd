import type { SheetWords } from "./sheet-words.ts";

/** Where a sheet's words lie on this device until the server has them: one place a judge, round and entry. */
export function keptPlace(judge: string, round: string, entry: string): string {
  return `sheet ${judge} ${round} ${entry}`;
}

/** Storage may be full or forbidden: then words live in the page alone. */
export function keepWords(place: string, words: SheetWords): void {
  try {
    localStorage.setItem(place, JSON.stringify(words));
  } catch {}
}

export function forgetWords(place: string): void {
  try {
    localStorage.removeItem(place);
  } catch {}
}

/** The words left behind there; null when there are none that can be read. */
export function findWords(place: string): SheetWords | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(place) ?? "null");
    return isWords(found) ? found : null;
  } catch {
    return null;
  }
}

function isWords(found: unknown): found is SheetWords {
  if (typeof found !== "object" || found === null || !("marks" in found) || !("note" in found)) return false;
  const { marks, note } = found;
  return (
    typeof note === "string" &&
    typeof marks === "object" &&
    marks !== null &&
    Object.values(marks).every((mark) => typeof mark === "string")
  );
}
