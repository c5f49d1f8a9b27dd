/** How an edition that is begun from an earlier one is called, and its rounds. Pure suggestions: everything can be changed as long as it is a draft. */

/** A title with the number of the next edition: 第五届 becomes 第六届, "the 5th" becomes "the 6th". Without a number it stays. */
export function titleOfNext(title: string, from: number | null, to: number | null): string {
  if (from === null || to === null) return title;
  return title
    .replaceAll(`第${chineseNumber(from)}届`, `第${chineseNumber(to)}届`)
    .replaceAll(`第${from}届`, `第${to}届`)
    .replace(new RegExp(`\\b${englishOrdinal(from)}\\b`, "g"), englishOrdinal(to));
}

/**
 * The address of a round in the new edition: "shanghai-6" becomes "shanghai-7", "shanghai" becomes "shanghai-7". One that is
 * is taken gets a number behind it.
 */
export function slugOfNext(slug: string, from: string, to: string, isTaken: (slug: string) => boolean): string {
  const stem = slug.endsWith(`-${from}`) ? slug.slice(0, -from.length - 1) : slug;
  const made = (number: number) => {
    const ending = number === 1 ? `-${to}` : `-${to}-${number}`;
    return `${stem.slice(0, 64 - ending.length)}${ending}`;
  };
  let number = 1;
  while (isTaken(made(number))) number++;
  return made(number);
}

/** 1 to 99 as Chinese writes them in 第六届; others in digits. */
function chineseNumber(number: number): string {
  const digits = "零一二三四五六七八九";
  const ten = Math.floor(number / 10);
  const one = number % 10;
  if (number < 1 || number > 99) return String(number);
  if (ten === 0) return digits.charAt(one);
  return `${ten === 1 ? "" : digits.charAt(ten)}十${one === 0 ? "" : digits.charAt(one)}`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
function englishOrdinal(number: number): string {
  const last = number % 100;
  const ending = last >= 11 && last <= 13 ? "th" : ({ 1: "st", 2: "nd", 3: "rd" }[number % 10] ?? "th");
  return `${number}${ending}`;
}
