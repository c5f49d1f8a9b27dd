import { pinyin } from "pinyin-pro";
import { patentNumber } from "../portrait/ip-number.ts";

/** What the search reads of an application's answers. */
export interface Searchable {
  projectTitle?: string;
  projectTitleEn?: string;
  leaderName?: string;
  companyName?: string;
  patents?: readonly { number?: string }[];
}

/**
 * What an application is found by, as columns of `applications`: the folded words a line each (title, names, code, and
 * the Chinese ones in full pinyin and in its initials), their pieces, the title's pieces, and the patent numbers.
 */
export function searchColumns({ code, answers }: { code: string; answers: Searchable }) {
  const { projectTitle = "", projectTitleEn = "", leaderName = "", companyName = "", patents = [] } = answers;
  const lines = [
    code,
    code.replaceAll("-", ""),
    projectTitle,
    projectTitleEn,
    leaderName,
    companyName,
    ...readings(projectTitle, "off"),
    ...readings(leaderName, "head"),
    ...readings(companyName, "off"),
  ];
  const searchText = [...new Set(lines.map(fold).filter((line) => line !== ""))].join("\n");
  return {
    searchText,
    searchGrams: gramsOf(searchText),
    titleGrams: titleGramsOf(projectTitle),
    patentNumbers: [...new Set(patents.map(({ number = "" }) => patentNumber(number)).filter((each) => each !== ""))],
  };
}

/** The words of a search, folded as the columns are: an application is found when it contains every one of them. */
export function searchWords(search: string): string[] {
  return [...new Set(fold(search).split(" "))].filter((word) => word !== "").slice(0, mostWords);
}

/** The pieces that every text containing the word has: its pairs of neighbouring characters, or its only character. */
export function piecesOf(word: string): string[] {
  const characters = [...word];
  return characters.length === 1 ? characters : [...new Set(pairs(characters))];
}

/** The pieces of a project title by which similar titles are told: without spaces, punctuation and case. */
export function titleGramsOf(title: string): string[] {
  return piecesOf(fold(title).replace(/[^\p{L}\p{N}]/gu, ""));
}

const mostWords = 8;

/** One form for what people write in many: width, case, accents of Latin letters; no invisible characters, single spaces. */
function fold(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKD")
    .toLowerCase()
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

function gramsOf(text: string): string[] {
  const words = text.split(/\s/).map((word) => [...word]);
  return [...new Set(words.flatMap((word) => [...word, ...pairs(word)]))];
}

function pairs(characters: string[]): string[] {
  return characters.slice(1).map((second, at) => `${characters[at]}${second}`);
}

/** Full pinyin and its initials, in one word each; nothing for a text without Chinese. A name's surname is read as one. */
function readings(text: string, surname: "head" | "off"): string[] {
  if (!/\p{Script=Han}/u.test(text)) return [];
  const options = { toneType: "none", type: "array", v: true, nonZh: "consecutive", surname } as const;
  const words = [pinyin(text, options), pinyin(text, { ...options, pattern: "first" })];
  return words.map((syllables) => syllables.join("").replace(/\s+/g, ""));
}
