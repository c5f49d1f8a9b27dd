/** What must not begin a line, and what must not end one (GB/T 15834): the character before or after goes with it. */
const noStart = /[，。、；：？！）》」』】〕〉”’…—·,.;:?!)\]}%‰℃°]/u;
const noEnd = /[（《「『【〔〈“‘([{￥$#]/u;
/** Between these a line may break without a space. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef—…“”‘’·]/u;

/**
 * Breaks a text into lines no wider than `width`, `widthOf` a piece in the same unit: between Chinese characters but not
 * before a closing mark nor after an opening one, between words elsewhere, within a word only where it is wider than a line.
 */
export function breakLines(text: string, width: number, widthOf: (piece: string) => number): string[] {
  return text.split(/\r\n|\r|\n/).flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const piece of piecesOf(paragraph)) {
      if (widthOf((line + piece).trimEnd()) <= width) {
        line += piece;
        continue;
      }
      if (line.trim() !== "") lines.push(line.trimEnd());
      line = piece.trimStart();
      while (widthOf(line.trimEnd()) > width) {
        const head = fitting(line, width, widthOf);
        lines.push(head);
        line = line.slice(head.length);
      }
    }
    return [...lines, line.trimEnd()];
  });
}

/** The unbreakable pieces of a paragraph: a word with the space after it, a character with the marks that go with it. */
function piecesOf(paragraph: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  const characters = [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(paragraph)];
  for (const [at, { segment }] of characters.entries()) {
    piece += segment;
    const next = characters[at + 1]?.segment;
    if (next === undefined || breaksBetween(segment, next)) {
      pieces.push(piece);
      piece = "";
    }
  }
  return piece === "" ? pieces : [...pieces, piece];
}

function breaksBetween(before: string, after: string): boolean {
  if (noStart.test(after) || noEnd.test(before) || /\s/.test(after)) return false;
  return /\s/.test(before) || wide.test(before) || wide.test(after);
}

function fitting(text: string, width: number, widthOf: (piece: string) => number): string {
  let head = "";
  for (const { segment } of new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)) {
    if (head !== "" && widthOf(head + segment) > width) break;
    head += segment;
  }
  return head;
}
