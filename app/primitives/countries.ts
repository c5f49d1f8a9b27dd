/** Countries and areas by ISO 3166-1, and those that have a telephone code besides (libphonenumber's list; the test holds them together). */
export const countryCodes = (
  "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ " +
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM " +
  "FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE " +
  "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN " +
  "MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT " +
  "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK " +
  "TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
).split(" ");

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
    return countryCodes
      .filter((country) => !["CN", "HK", "MO", "TW"].includes(country))
      .map((country) => (inWords.of(country) ?? "").toLowerCase())
      .filter((name) => name.length > 1);
  });
  return known;
}
