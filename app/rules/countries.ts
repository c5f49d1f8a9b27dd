import { getCountries } from "libphonenumber-js/min";

const china =
  /中国|中华|香港|澳门|台湾|内蒙古|\b(?:china|chinese|p\.?\s?r\.?\s?c\.?|hong ?kong|maca[uo]|taiwan|cn)\b/iu;
/** Names that people write and the list of countries does not have. */
const otherNames =
  /美国|美籍|英籍|德籍|法籍|日籍|韩籍|\b(?:usa|u\.s\.a?\.?|u\.?k\.?|england|scotland|britain|uae|holland|korea|south korea)\b/iu;

/**
 * Whether words for a nationality or a place name China (with Hong Kong, Macao and Taiwan), another country, or neither
 * that we know. People write it freely, so "unknown" must never be held against them.
 */
export function originOf(words: string): "china" | "abroad" | "unknown" {
  if (china.test(words)) return "china";
  if (otherNames.test(words)) return "abroad";
  const lower = words.toLowerCase();
  return foreignNames().some((name) => names(lower, name)) ? "abroad" : "unknown";
}

function names(words: string, country: string): boolean {
  const at = words.indexOf(country);
  if (at < 0) return false;
  if (!/^[a-z]/.test(country)) return true;
  return !/[a-z]/.test(words.charAt(at - 1)) && !/[a-z]/.test(words.charAt(at + country.length));
}

let known: string[] | undefined;

function foreignNames(): string[] {
  known ??= ["zh-CN", "en"].flatMap((language) => {
    const inWords = new Intl.DisplayNames(language, { type: "region" });
    return getCountries()
      .filter((country) => !["CN", "HK", "MO", "TW"].includes(country))
      .map((country) => (inWords.of(country) ?? "").toLowerCase())
      .filter((name) => name.length > 1);
  });
  return known;
}
