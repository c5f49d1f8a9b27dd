import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { LaunchOptions } from "@playwright/test";

/**
 * A Chromium that is there without a download: CHROMIUM_PATH, or the one that the npm package @sparticuz/chromium
 * carries with the libraries it needs. One launch setting for every browser of the tests.
 */
export async function browserLaunch(): Promise<LaunchOptions> {
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
  ];
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) return { executablePath: chosen, args };
  // The package unpacks its libraries only where it believes to be on the platform it was made for.
  process.env.AWS_EXECUTION_ENV ??= "AWS_Lambda_nodejs22.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const executablePath = await chromium.executablePath();
  const libraries = join(tmpdir(), "al2023", "lib");
  const { FONTCONFIG_PATH: _theirs, ...inherited } = process.env as Record<string, string>;
  // Without a language the browser finds no file whose name is not ASCII
  const env = { LANG: "C.UTF-8", ...inherited, FONTCONFIG_FILE: fontsOfOurOwn() };
  return { executablePath, args, env: existsSync(libraries) ? { ...env, LD_LIBRARY_PATH: libraries } : env };
}

/** The same Chinese font on every machine: text is as wide everywhere, and a machine without fonts will do. */
function fontsOfOurOwn(): string {
  const fonts = resolve("node_modules/@expo-google-fonts/noto-sans-sc");
  const weights = ["400Regular", "600SemiBold", "700Bold"].map((weight) => `<dir>${join(fonts, weight)}</dir>`);
  const cache = resolve(".cache/fonts");
  mkdirSync(cache, { recursive: true });
  const file = join(cache, "fonts.conf");
  const words = [...weights, `<cachedir>${cache}</cachedir>`];
  writeFileSync(file, `<?xml version="1.0"?>\n<fontconfig>${words.join("")}</fontconfig>\n`);
  return file;
}
