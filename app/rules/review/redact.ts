import { pinyin } from "pinyin-pro";
import { textBefore } from "~/primitives/code-points.ts";

/** Redacts names in running texts, however they are spaced, cased, accented or as wide as they may be. */

export const redactionMark = "●●●";

/**
 * The text with every occurrence of the needles blotted out. Needles are as `foldLetters` answers them. Marks, spaces and
 * signs between two letters of an occurrence do not save it; a needle in an alphabet is found as whole words only.
 */
export function redact(text: string, needles: readonly string[]): string {
  const { letters, starts, ends } = lettersOf(text);
  const ranges: { start: number; end: number }[] = [];
  for (const needle of needles) {
    if (needle === "") continue;
    for (let at = letters.indexOf(needle); at >= 0; at = letters.indexOf(needle, at + 1)) {
      const start = starts[at] ?? 0;
      const end = ends[at + needle.length - 1] ?? 0;
      if (isWhole(text, start, end, needle) && isTogether(text, at, needle.length, starts, ends))
        ranges.push({ start, end });
    }
  }
  return redactRanges(text, ranges);
}

/** The text with everything blotted out that the pattern (global) finds. */
export function redactPattern(text: string, pattern: RegExp): string {
  return text.replace(pattern, redactionMark);
}

/** Letters and digits alone: no width, case, accent, space or sign. */
export function foldLetters(text: string): string {
  return lettersOf(text).letters;
}

/** The folded letters, and for each of their UTF-16 units where its original begins and ends. */
function lettersOf(text: string): { letters: string; starts: number[]; ends: number[] } {
  let letters = "";
  const starts: number[] = [];
  const ends: number[] = [];
  let place = 0;
  for (const character of text) {
    const folded = character
      .normalize("NFKD")
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N}]/gu, "");
    letters += folded;
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(place);
      ends.push(place + character.length);
    }
    place += character.length;
  }
  return { letters, starts, ends };
}

const alphabetic = /[\p{L}\p{N}]/u;
const syllabic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Han and the like stand without spaces; in any other script a word ends where no letter or digit follows. */
function isWhole(text: string, start: number, end: number, needle: string): boolean {
  const before = lastOf(text.slice(Math.max(0, start - 2), start));
  const after = firstOf(text.slice(end, end + 2));
  return !(isWordPart(before) && isWordPart(firstOf(needle))) && !(isWordPart(after) && isWordPart(lastOf(needle)));
}

function isWordPart(character: string): boolean {
  return alphabetic.test(character) && !syllabic.test(character);
}

/** No more than a few signs lie between two letters, and no new paragraph. */
function isTogether(text: string, at: number, length: number, starts: number[], ends: number[]): boolean {
  for (let unit = at + 1; unit < at + length; unit++) {
    const between = text.slice(ends[unit - 1] ?? 0, starts[unit] ?? 0).replace(/\p{Cf}|\p{M}/gu, "");
    if (between.length > mostBetween || between.includes("\n\n")) return false;
  }
  return true;
}
const mostBetween = 4;

function redactRanges(text: string, ranges: { start: number; end: number }[]): string {
  let result = "";
  let done = 0;
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= done) continue;
    if (start >= done) result += text.slice(done, start) + redactionMark;
    done = end;
  }
  return result + text.slice(done);
}

function firstOf(text: string): string {
  return Array.from(text)[0] ?? "";
}

function lastOf(text: string): string {
  return Array.from(text).at(-1) ?? "";
}

/** The ways in which a person or a company is written in a text: what a blind review must not let through. */

const han = /^\p{Script=Han}{2,}$/u;

/** A person: the name, turned round, in pinyin both ways, and the longer parts of a name in an alphabet. Folded. */
export function waysToNamePerson(name: string): string[] {
  const folded = foldLetters(name);
  if (han.test(folded)) {
    const syllables = pinyin(folded, { toneType: "none", type: "array", surname: "head" });
    const family = folded.length > 3 ? 2 : 1;
    const turned = [...syllables.slice(family), ...syllables.slice(0, family)];
    return [folded, foldLetters(syllables.join("")), foldLetters(turned.join(""))];
  }
  const parts = name.split(/[\s,，·・.]+/u).filter((part) => foldLetters(part) !== "");
  const turned = [...parts.slice(-1), ...parts.slice(0, -1)];
  const ends = parts.length > 2 ? [`${parts[0]}${parts.at(-1)}`, `${parts.at(-1)}${parts[0]}`] : [];
  const telling = parts.map(foldLetters).filter((part) => part.length >= 5);
  return atLeast(2, [folded, foldLetters(turned.join("")), ...ends.map(foldLetters), ...telling]);
}

/** 沈总, 沈博士: the family name with a title. Null for names that are not Chinese. */
export function familyWithTitle(name: string): RegExp | null {
  const folded = foldLetters(name);
  if (!han.test(folded)) return null;
  const family = folded.slice(0, folded.length > 3 ? 2 : 1);
  return new RegExp(`${family}(?:总|董|博士|教授|先生|女士|老师|院士|博导|工程师)`, "gu");
}

const form =
  /(股份有限公司|有限责任公司|有限公司|股份公司|集团公司|集团|公司|[\s,，](?:co|company|corp|corporation|inc|ltd|limited|llc|plc|gmbh|group|pte|pty|bv|ag|sa)\b)/iu;
const region =
  /^(中国|北京|上海|天津|重庆|浙江|江苏|广东|安徽|福建|山东|湖北|湖南|四川|陕西|河南|河北|江西|辽宁|湖州|吴兴|杭州|宁波|嘉兴|绍兴|温州|南京|苏州|无锡|常州|深圳|广州|成都|武汉|西安|合肥)(省|市|区)?/u;

/** A company or institution: its whole name, without its legal form, without what stands in brackets, without its place. Folded. */
export function waysToNameCompany(name: string): string[] {
  const wide = name.normalize("NFKC").trim();
  const bare = wide.replace(/\([^)]*\)/gu, "");
  const cores = [wide, bare].map((each) => textBefore(each, form));
  const brands = cores.map((core) => core.replace(region, "").replace(region, ""));
  return [...atLeast(2, [wide, bare].map(foldLetters)), ...atLeast(3, [...cores, ...brands].map(foldLetters))];
}

/** A school or employer: its whole name, which says enough. Folded. */
export function waysToNameInstitution(name: string): string[] {
  return atLeast(2, [foldLetters(name)]);
}

/** Words so short that they would take half the text with them are left. */
function atLeast(letters: number, names: string[]): string[] {
  return [...new Set(names)].filter((name) => Array.from(name).length >= letters);
}
