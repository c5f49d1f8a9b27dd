import { plainLetters } from "~/primitives/code-points.ts";

/**
 * Whether a name holds a word that it must not, however it is set: wide or narrow, in capitals or not, with spaces, points
 * or hyphens between its characters. A word in Latin letters counts as a whole: "Ltd" does not stand in "Altdorf".
 */
export function holdsWord(name: string, word: string): boolean {
  const characters = [...plainLetters(word).replace(between, "")];
  if (characters.length === 0) return false;
  const pattern = characters.map(escaped).join("[\\s.·・_*-]*");
  return new RegExp(`${edge("<!", characters.at(0))}${pattern}${edge("!", characters.at(-1))}`, "iu").test(
    plainLetters(name),
  );
}

const between = /[\s.·・_*-]/g;

function edge(look: "<!" | "!", character = ""): string {
  return /\p{Script=Latin}/u.test(character) ? `(?${look}\\p{Script=Latin})` : "";
}

function escaped(character: string): string {
  return character.replace(/[$()+./?[\\\]^{|}]/, "\\$&");
}
