import { createRequire } from "node:module";
import { Font } from "@react-pdf/renderer";
import { breakLines } from "~/primitives/line-break.ts";

type Weight = 400 | 700;

/** Of a loaded font, what is asked of it here. */
interface Measures {
  unitsPerEm: number;
  hasGlyphForCodePoint(point: number): boolean;
  glyphForCodePoint(point: number): { advanceWidth: number };
}

export const family = "Noto Sans SC";
/** 〓, by custom the place of a character that a font lacks. */
const stand = "〓";
const require = createRequire(import.meta.url);
const fonts = new Map<Weight, Measures>();
const widths = new Map<string, number>();

const file = (name: string) => require.resolve(`@expo-google-fonts/noto-sans-sc/${name}`);
export const fontFiles = [
  { src: file("400Regular/NotoSansSC_400Regular.ttf"), fontWeight: 400 },
  { src: file("700Bold/NotoSansSC_700Bold.ttf"), fontWeight: 700 },
];

/** Loads the embedded font; before it nothing can be measured. Once a thread. */
export async function loadFonts(): Promise<void> {
  Font.register({ family, fonts: fontFiles });
  // Lines are broken here, by the rules of Chinese: the library would put hyphens between characters
  Font.registerHyphenationCallback((word) => [word]);
  for (const fontWeight of [400, 700] as const) {
    await Font.load({ fontFamily: family, fontWeight });
    const font = Font.getFont({ fontFamily: family, fontWeight }) as unknown as { data: Measures };
    fonts.set(fontWeight, font.data);
  }
}

/** The text with every character that the font lacks replaced by 〓, and without those that are not seen. */
export function printable(text: string): string {
  const has = (each: string) => fonts.get(400)?.hasGlyphForCodePoint(each.codePointAt(0) ?? 0) ?? false;
  const seen = text
    .normalize("NFC")
    .replace(/\t/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (each) => (each === "\n" ? each : ""))
    .replace(/\p{Mn}/gu, (each) => (has(each) ? each : ""));
  return [...seen].map((each) => (each === "\n" || has(each) ? each : stand)).join("");
}

/** Whether something in these words has to be replaced. */
export function lacksGlyphs(words: string): boolean {
  return !words.includes(stand) && printable(words).includes(stand);
}

/** The text in lines of at most `width` points at that size. */
export function linesOf(text: string, width: number, size: number, weight: Weight): string[] {
  // A little room: the library kerns
  return breakLines(printable(text), width - 1, (piece) => measured(piece, weight) * size);
}

/** The text in lines at the largest of these sizes at which they keep within width and height, in points; cut off where none does. */
export function fitted(
  text: string,
  box: { width: number; height: number; sizes: readonly number[]; weight: Weight; leading: number },
): { lines: string[]; size: number } {
  const { width, height, sizes, weight, leading } = box;
  const most = (size: number) => Math.max(1, Math.floor(height / (size * leading)));
  for (const size of sizes) {
    const lines = linesOf(text, width, size, weight);
    if (lines.length <= most(size)) return { lines, size };
  }
  const size = sizes.at(-1) ?? 8;
  const lines = linesOf(text, width, size, weight).slice(0, most(size));
  return { lines: [...lines.slice(0, -1), `${(lines.at(-1) ?? "").slice(0, -1)}…`], size };
}

/** In em. */
function measured(piece: string, weight: Weight): number {
  const font = fonts.get(weight);
  let sum = 0;
  for (const character of piece) {
    const key = weight + character;
    let width = widths.get(key);
    if (width === undefined) {
      const glyph = font?.glyphForCodePoint(character.codePointAt(0) ?? 0);
      width = glyph && font ? glyph.advanceWidth / font.unitsPerEm : 1;
      widths.set(key, width);
    }
    sum += width;
  }
  return sum;
}
