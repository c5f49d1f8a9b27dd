import jsQr from "jsqr";

const scale = 4;

/** The text of a QR code that is drawn as bars "Mx yhWIDTHv1h-WIDTHz", by another library than the one that draws them; null when none is read. */
export function readQr({ size, path }: { size: number; path: string }): string | null {
  const width = size * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, bar] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
      for (let column = Number(x) * scale; column < (Number(x) + Number(bar)) * scale; column++)
        pixels.set([0, 0, 0], (row * width + column) * 4);
  return read(pixels, width, width)?.data ?? null;
}

// A CommonJS module: how its function arrives depends on who loads it
const read = typeof jsQr === "function" ? jsQr : (jsQr as { default: typeof import("jsqr").default }).default;
