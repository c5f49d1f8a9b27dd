/** Takes names out of running texts, however they are spaced, cased, accented or as wide as they may be. */

export const blot = "●●●";

/**
 * The text with every occurrence of the needles blotted out. Needles are as `foldLetters` answers them. Marks, spaces and
 * signs between two letters of an occurrence do not save it; a needle in an alphabet is found as whole words only.
 */
export function scrub(text: string, needles: readonly string[]): string {
  const { letters, starts, ends } = lettersOf(text);
  const ranges: { start: number; end: number }[] = [];
  for (const needle of needles) {
    if (needle === "") continue;
    for (let at = letters.indexOf(needle); at >= 0; at = letters.indexOf(needle, at + 1)) {
      const [start, end] = [starts[at] ?? 0, ends[at + needle.length - 1] ?? 0];
      if (isWhole(text, start, end, needle) && isTogether(text, at, needle.length, starts, ends))
        ranges.push({ start, end });
    }
  }
  return blotted(text, ranges);
}

/** The text with everything blotted out that the pattern (global) finds. */
export function scrubPattern(text: string, pattern: RegExp): string {
  return text.replace(pattern, blot);
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
  const [before, after] = [lastOf(text.slice(Math.max(0, start - 2), start)), firstOf(text.slice(end, end + 2))];
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

function blotted(text: string, ranges: { start: number; end: number }[]): string {
  let [result, done] = ["", 0];
  for (const { start, end } of ranges.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (end <= done) continue;
    if (start >= done) result += text.slice(done, start) + blot;
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
