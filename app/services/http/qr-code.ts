import { type BitMatrix, create } from "qrcode";

/** A QR code to be drawn: its width in modules with the quiet zone around it, and its dark modules as the path of an SVG. */
export interface QrCode {
  size: number;
  path: string;
}

const quietZone = 4;

/** The QR code of that text; level M, which bears a crease and a smear of a printed page. */
export function qrCode(text: string): QrCode {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const rows = Array.from({ length: modules.size }, (_, y) => rowPath(modules, y));
  return { size: modules.size + 2 * quietZone, path: rows.join("") };
}

/** One bar for each run of dark modules in the row. */
function rowPath(modules: BitMatrix, y: number): string {
  const { size } = modules;
  const dark = Array.from({ length: size }, (_, x) => Boolean(modules.get(y, x)));
  return dark
    .flatMap((on, x) => {
      if (!on || dark[x - 1]) return [];
      const end = dark.indexOf(false, x);
      const width = (end === -1 ? size : end) - x;
      return [`M${x + quietZone} ${y + quietZone}h${width}v1h-${width}z`];
    })
    .join("");
}
