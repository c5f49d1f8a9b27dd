import { phoenix } from "~/primitives/phoenix.ts";
import type { Card } from "./card.ts";
import { family, linesOf, printable } from "./fonts.ts";

/** The light scheme's bar of ui/tokens.css. */
const bar = "#0b3c48";
const onBar = "#f4f8f6";
const onBarSoft = "#b9d0d3";
const barLine = "#2a5a66";

const left = 84;
const width = 1200 - 2 * left;
type Weight = 400 | 700;

interface Line {
  text: string;
  size: number;
  weight: Weight;
  colour: string;
}

/** The card as an SVG of 1200 × 630; `loadFonts` comes first. */
export function cardSvg(card: Card): string {
  const title = titleLines(card.title);
  const parts: string[] = [];
  // The words stand between the mark above and the edition below, in the middle of that space
  const leading = title.size * 1.24;
  const height = (card.label ? 84 : 0) + title.lines.length * leading + card.facts.length * 56 + 8;
  let y = 176 + Math.max(0, (508 - 176 - height) / 2);
  if (card.label) {
    parts.push(labelAt(y, card.label));
    y += 84;
  }
  for (const text of title.lines) {
    y += leading;
    // The font leaves half a square empty before an opening mark
    const x = /^[“‘（《「『【]/.test(text) ? left - title.size * 0.45 : left;
    parts.push(wordsAt(y - title.size * 0.24, { text, size: title.size, weight: 700, colour: onBar }, x));
  }
  y += 8;
  for (const fact of card.facts) {
    y += 56;
    parts.push(wordsAt(y - 8, oneLine(fact, { size: 38, weight: 400, colour: onBar })));
  }
  const product = wordsAt(112, oneLine(card.product, { size: 34, weight: 400, colour: onBarSoft }, 96), left + 92);
  const edition = wordsAt(572, oneLine(card.edition, { size: 30, weight: 400, colour: onBarSoft }));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" viewBox="0 0 1200 630">
<rect width="1200" height="630" fill="${bar}"/>
<g transform="translate(712 118) scale(8.6)" opacity="0.55">${mark(barLine)}</g>
<g transform="translate(${left - 6} 60) scale(1.25)">${mark(onBar)}</g>
${product}
${parts.join("\n")}
<rect x="${left}" y="520" width="232" height="2" fill="${barLine}"/>
${edition}
</svg>`;
}

function mark(colour: string): string {
  const strokes = `fill="none" stroke="${colour}" stroke-linecap="round" stroke-linejoin="round"`;
  return `<path fill="${colour}" d="${phoenix.body}"/><path fill="${colour}" d="${phoenix.tail}"/><path ${strokes} stroke-width="2.2" d="${phoenix.crest}"/><path ${strokes} stroke-width="2.6" d="${phoenix.lake}"/>`;
}

function labelAt(y: number, label: string): string {
  const { text } = oneLine(label, { size: 32, weight: 700, colour: onBar });
  const wide = widthOf(text, 32, 700) + 48;
  const plate = `<rect x="${left}" y="${y}" width="${wide}" height="60" rx="6" fill="${barLine}"/>`;
  return plate + wordsAt(y + 42, { text, size: 32, weight: 700, colour: onBar }, left + 24);
}

function wordsAt(y: number, line: Line, x = left): string {
  const { text, size, weight, colour } = line;
  const escaped = printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<text x="${x}" y="${y}" font-family="${family}" font-size="${size}" font-weight="${weight}" fill="${colour}" xml:space="preserve">${escaped}</text>`;
}

/** A title in one line where it fits, else in two about equally long ones; what is longer ends with an ellipsis. */
function titleLines(title: string): { lines: string[]; size: number } {
  const words = title.replace(/\s+/g, " ").trim();
  for (const size of [88, 80, 72]) if (linesOf(words, width, size, 700).length === 1) return { lines: [words], size };
  for (const size of [76, 68, 60])
    for (let narrow = width / 2; narrow <= width; narrow += 24) {
      const lines = linesOf(words, narrow, size, 700);
      if (lines.length <= 2) return { lines, size };
    }
  const [first = "", ...rest] = linesOf(words, width, 60, 700);
  return { lines: [first, shortened(rest.join(" "), width, 60, 700)], size: 60 };
}

/** In one line: smaller where it must be, and no longer than there is room. */
function oneLine(words: string, { size, weight, colour }: Omit<Line, "text">, indent = 0): Line {
  const text = words.replace(/\s+/g, " ").trim();
  const room = width - indent;
  for (const each of [size, size - 4, size - 8])
    if (linesOf(text, room, each, weight).length === 1) return { text, size: each, weight, colour };
  return { text: shortened(text, room, size - 8, weight), size: size - 8, weight, colour };
}

/** As much of the text as fits before an ellipsis. */
function shortened(text: string, room: number, size: number, weight: Weight): string {
  const [line = ""] = linesOf(text, room - size, size, weight);
  return `${line}…`;
}

function widthOf(text: string, size: number, weight: Weight): number {
  let wide = size;
  while (linesOf(text, wide, size, weight).length > 1) wide += 4;
  return wide;
}
