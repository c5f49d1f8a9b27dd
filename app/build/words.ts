import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Plugin, type Rollup, transformWithEsbuild } from "vite";
import en from "../locales/en/index.ts";
import zh from "../locales/zh-CN/index.ts";
import { findUse, type Tree, type Use, without, wordsOf } from "./word-use.ts";

const languages: Record<string, Tree> = { "zh-CN": zh, en };
const routeQuery = "?__remix-build-client-route";

/**
 * Gives each page the words that its own modules can say, in the browser's language, and no others: a small file for each page and
 * language, beside the one of the frame around all pages. Which words those are follows from the modules (word-use.ts). The
 * module of a page ends with waiting for its words, so that it is never shown without them.
 */
export function words(app: string): Plugin[] {
  const routes = `${app}/routes/`;
  const files = new Map<string, Record<string, string>>();
  /** Addresses without a page, which pages send to. */
  const silent = new Set<string>();

  return [
    {
      name: "words-in-the-browser",
      enforce: "pre",
      async resolveId(source, _importer, { ssr }) {
        return source === "react-i18next" && !ssr ? `${app}/locales/browser.tsx` : null;
      },
    },
    {
      name: "words-of-each-page",
      enforce: "post",
      apply: (config, { command }) => command === "build" && !config.build?.ssr,
      buildStart() {
        files.clear();
        silent.clear();
      },
      transform(code, id) {
        if (!id.endsWith(routeQuery)) return null;
        // What is no page says nothing
        if (!/\bdefault\b/.test(code)) {
          silent.add(id.slice(0, -routeQuery.length));
          return null;
        }
        const references: Record<string, string> = {};
        for (const language of Object.keys(languages))
          references[language] = this.emitFile({ type: "asset", name: "words.js" });
        files.set(id, references);
        const urls = Object.entries(references).map(
          ([language, reference]) => `${JSON.stringify(language)}: import.meta.ROLLUP_FILE_URL_${reference}`,
        );
        return {
          code: `${code}\nimport { addWords } from ${JSON.stringify(`${app}/locales/browser-words.client.ts`)};\nawait addWords({ ${urls.join(", ")} });`,
          map: null,
        };
      },
      resolveFileUrl: ({ fileName }) => JSON.stringify(`/${fileName}`),
      async buildEnd(error) {
        if (error) return;
        const root = [...files.keys()].find((id) => id.startsWith(`${app}/root.tsx`));
        const known = new Map<string, Use>();
        const use = (id: string): Use => {
          const said = known.get(id) ?? findUse(this.parse(this.getModuleInfo(id)?.code ?? ""), zh);
          known.set(id, said);
          return said;
        };
        const sources = new Map<string, Source>();
        const said = async (entries: string[], page: string) => {
          const here = modulesOf(this, entries).map(use);
          const audience = page.startsWith(routes) ? page.slice(0, page.indexOf("/", routes.length) + 1) : page;
          const answering = [...silent].filter((file) => file.startsWith(audience));
          const tags = await findTags(app, [page, ...answering], sources);
          return (language: string) => wordsOf(languages[language] ?? {}, here, tags);
        };
        const frame = await said(root ? [root, `${app}/entry.client.tsx`] : [], `${app}/root.tsx`);
        for (const [id, references] of files) {
          const page = await said([id], id.slice(0, -routeQuery.length));
          for (const [language, reference] of Object.entries(references)) {
            const around = frame(language);
            const own = id === root ? around : without(page(language), around);
            this.setAssetSource(reference, `export default ${JSON.stringify(own)};`);
          }
        }
      },
    },
  ];
}

/** Our own modules that a page loads, now or later; without those that the tree shaking leaves out. */
function modulesOf(context: Rollup.PluginContext, entries: string[]): string[] {
  const found = new Set<string>();
  const visit = (id: string): void => {
    const info = context.getModuleInfo(id);
    if (!info || found.has(id) || id.includes("/node_modules/") || /\/app\/locales\//.test(id)) return;
    found.add(id);
    for (const next of [...info.importedIds, ...info.dynamicallyImportedIds]) visit(next);
  };
  for (const entry of entries) visit(entry);
  return [...found].filter((id) => /\.tsx?$/.test(id) && context.getModuleInfo(id)?.isIncluded);
}

const imports = / from "([^"]+)";$/gm;
const literals = /"([A-Za-z][\w.:-]*)"/g;

interface Source {
  words: string[];
  imports: string[];
}

/** Every word in quotes in these files and the code behind them, the server's too: what their commands may refuse with is among them. */
async function findTags(app: string, files: string[], sources: Map<string, Source>): Promise<Set<string>> {
  const seen = new Set<string>();
  const tags = new Set<string>();
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file) || file.startsWith(`${app}/locales/`)) return;
    seen.add(file);
    const source = sources.get(file) ?? (await read(app, file));
    sources.set(file, source);
    for (const word of source.words) tags.add(word);
    for (const next of source.imports) await visit(next);
  };
  for (const file of files) await visit(file);
  return tags;
}

async function read(app: string, file: string): Promise<Source> {
  if (!existsSync(file)) return { words: [], imports: [] };
  // Without types: they name refusals that the page knows nothing of
  const { code: text } = await transformWithEsbuild(readFileSync(file, "utf8"), file);
  const specifiers = [...text.matchAll(imports)].map(([, from = ""]) => from);
  return {
    words: [...text.matchAll(literals)].map(([, word = ""]) => word),
    imports: specifiers.flatMap((from) => {
      if (from.startsWith("~/")) return [resolve(app, from.slice(2))];
      if (from.startsWith("~db/")) return [resolve(app, "../db", from.slice(4))];
      return from.startsWith(".") ? [resolve(dirname(file), from)] : [];
    }),
  };
}
