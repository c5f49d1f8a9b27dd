import { getCountries } from "libphonenumber-js/min";

const outlying = /香港|澳门|台湾|\b(?:hong ?kong|maca[uo]|taiwan)\b/iu;
const mainland = /中国|中华|内蒙古|\b(?:china|chinese|p\.?\s?r\.?\s?c\.?|cn)\b/iu;
/** Peoples, places and streets of China that bear another name. */
const namesakes = /(?:蒙古|朝鲜|俄罗斯|塔吉克)族|巴林[左右]旗|(?:香港|澳门|台湾)[东南西北中]?[路街]/gu;
/** Names that people write and the list of countries does not have. */
const otherNames =
  /美国|美籍|英籍|德籍|法籍|日籍|韩籍|\b(?:usa|u\.s\.a|u\.?k|england|scotland|wales|britain|uae|holland|korea|turkey|czech|macedonia|bosnia|burma|ivory coast|cape verde|swaziland|palestine|trinidad)\b|\bu\.s\./iu;
/** "us" is a word; as a country it is written in capitals. */
const inCapitals = /\bUS\b/u;

/**
 * Whether words for a nationality or a place name China (with Hong Kong, Macao and Taiwan), another country, or neither
 * that we know. People write it freely, so "unknown" must never be held against them.
 */
export function originOf(written: string): "china" | "abroad" | "unknown" {
  const words = written.replace(namesakes, "");
  if (mainland.test(words) || outlying.test(words)) return "china";
  if (otherNames.test(words) || inCapitals.test(words)) return "abroad";
  const lower = words.toLowerCase();
  return foreignNames().some((name) => names(lower, name)) ? "abroad" : "unknown";
}

/** Whether a place surely lies where mainland registers do not reach: abroad, in Hong Kong, Macao or Taiwan. */
export function isOutsideMainland(place: string): boolean {
  return outlying.test(place.replace(namesakes, "")) || originOf(place) === "abroad";
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
