import type { patentKinds } from "~/rules/applications/application-terms.ts";

type Kind = (typeof patentKinds)[number];

/** Why a number cannot be right as it stands. */
export type NumberFlaw = "check-character" | "length" | "type" | "year";

/** What a number of intellectual property tells by itself. */
export interface NumberReading {
  /** Of a filing, where the number is that of an application; of the registration for software; null: it tells none. */
  year: number | null;
  flaw: NumberFlaw | null;
}

const silent: NumberReading = { year: null, flaw: null };
/** The first year in which China took applications for patents. */
const firstYear = 1985;

/**
 * Reads a number as China's offices form it: of a patent's application (ZC 0006-2003, with its check character; and the
 * shorter one before October 2003), of its publication, of software, of a layout design, and of an international
 * application. What is formed in another way, such as another country's, tells nothing and is no flaw. `asOf`: the latest
 * year that a number can be of.
 */
export function readNumber(written: string, kind: string, asOf: number): NumberReading {
  const bare = patentNumber(written);
  if (bare === "" || kind === "trademark" || /软著登字/.test(written)) return silent;
  const found =
    applied(bare, /[.·]\s*[\dX]\s*$/.test(written.normalize("NFKC"))) ?? published(bare) ?? registered(bare);
  if (!found) return { year: null, flaw: looksChinese(written, bare, kind) ? "length" : null };
  const { of, checked } = found;
  const possible = found.year === null || (found.year >= firstYear && found.year <= asOf);
  const year = possible ? found.year : null;
  const another = kind !== "" && kind !== "other" && !of.some((each) => each === kind);
  if (another) return { year, flaw: "type" };
  if (!checked) return { year, flaw: "check-character" };
  return { year, flaw: possible ? null : "year" };
}

/**
 * A number of intellectual property as it is compared: letters and digits alone, in capitals, without the ZL or CN that
 * some write before it. What has fewer than five digits names nothing.
 */
export function patentNumber(written: string): string {
  const bare = written
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replace(/^(ZL|CN)(?=\d)/, "");
  return bare.replace(/\D/g, "").length < 5 ? "" : bare;
}

/** The check character of an application's number: its digits × 2…9 and again, summed, modulo 11; 10 is written X. */
export function checkCharacterOf(digits: string): string {
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * ((at % 8) + 2), 0);
  return sum % 11 === 10 ? "X" : String(sum % 11);
}

interface Found {
  year: number | null;
  /** The types that the number can be of. */
  of: readonly Kind[];
  /** False where its check character is wrong. */
  checked: boolean;
}

const byDigit: Record<string, readonly Kind[]> = {
  1: ["invention"],
  2: ["utility-model"],
  3: ["design"],
  // International applications in their national phase
  8: ["invention"],
  9: ["utility-model"],
};

/** `dotted`: its last character stands behind a point, as the check character does. */
function applied(bare: string, dotted: boolean): Found | null {
  const long = /^((?:19|20)\d\d)([12389])\d{7}([\dX])?$/.exec(bare);
  const short = /^(8[5-9]|9\d|0[0-3])([12389])\d{5}([\dX])$/.exec(bare);
  const [, year = "", digit = "", character] = long ?? short ?? [];
  if (year === "" || (dotted && character === undefined)) return null;
  const checked = character === undefined || character === checkCharacterOf(bare.slice(0, -1));
  const century = year.length === 4 ? "" : year.startsWith("0") ? "20" : "19";
  return { year: Number(century + year), of: byDigit[digit] ?? [], checked };
}

function published(bare: string): Found | null {
  const [, digit = ""] = /^([123])(?:\d{8}[A-Z]?|\d{6}[A-Z])\d?$/.exec(bare) ?? [];
  return digit === "" ? null : { year: null, of: byDigit[digit] ?? [], checked: true };
}

function registered(bare: string): Found | null {
  const all: [RegExp, readonly Kind[]][] = [
    [/^(\d{4})SR\d{6,7}$/, ["software"]],
    [/^BS(\d\d)\d{6,7}[\dX]?$/, ["layout-design"]],
    [/^(?:PCT[A-Z]{2}|WO)(\d{4})\d{5,6}$/, ["invention", "utility-model"]],
  ];
  for (const [form, of] of all) {
    const [, year = ""] = form.exec(bare) ?? [];
    if (year !== "") return { year: Number(year.padStart(4, "20")), of, checked: true };
  }
  return null;
}

/** Written as a Chinese patent's number is, and of none of its forms. */
function looksChinese(written: string, bare: string, kind: string): boolean {
  const patent = kind === "invention" || kind === "utility-model" || kind === "design";
  return patent && (/^\s*(ZL|CN)/i.test(written.normalize("NFKC")) || /^(19|20)\d{7,}X?$/.test(bare));
}
