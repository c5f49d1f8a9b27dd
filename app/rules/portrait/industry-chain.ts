import { z } from "zod";

/** The district's industry chains (产业链), as an edition keeps them, and which of them a project belongs to. */

/** How close a track stands to a chain: at its core, or beside it. */
export const chainWeights = ["core", "related"] as const;
export type ChainWeight = (typeof chainWeights)[number];
const mostChains = 30;
const mostKeywords = 40;

const chainKey = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/);

const chainSchema = z.object({
  key: chainKey,
  title: z.string().trim().min(1).max(60),
  titleEn: z
    .string()
    .trim()
    .max(100)
    .nullish()
    .transform((value) => value || null),
  tracks: z.array(z.object({ track: z.string().min(1).max(32), weight: z.enum(chainWeights) })).max(60),
  keywords: z.array(z.string().trim().min(1).max(40)).max(mostKeywords),
});
export type IndustryChain = z.output<typeof chainSchema>;

/** The chains of an edition; no two share a key or a name, and none names a track twice. */
export const industryChainsSchema = z
  .array(chainSchema)
  .max(mostChains)
  .superRefine((chains, context) => {
    const twice = (path: (string | number)[]) =>
      context.addIssue({ code: "custom", path, params: { reason: "twice" }, message: "twice" });
    chains.forEach(({ key, title, tracks }, at) => {
      const before = chains.slice(0, at);
      if (before.some((other) => other.key === key)) twice([at, "key"]);
      if (before.some((other) => other.title === title)) twice([at, "title"]);
      tracks.forEach(({ track }, place) => {
        if (tracks.findIndex((other) => other.track === track) < place) twice([at, "tracks", place]);
      });
    });
  });

/** The chains as the database keeps them; what cannot be read is left out. */
export function readStoredChains(stored: unknown): IndustryChain[] {
  const whole = industryChainsSchema.safeParse(stored);
  return whole.success ? whole.data : [];
}

/** Keys for chains that have none yet, unlike all that are there. */
export function withKeys<Chain extends { key: string }>(chains: readonly Chain[]): Chain[] {
  const taken = new Set(chains.map(({ key }) => key));
  let last = 0;
  return chains.map((chain) => {
    if (chain.key !== "") return chain;
    do last++;
    while (taken.has(`chain-${last}`));
    return { ...chain, key: `chain-${last}` };
  });
}

/** Keywords from one text: commas, semicolons, 、 and line ends part them; the same one counts once. */
export function keywordsIn(text: string): string[] {
  const words = text.split(/[,，;；、\n\r]+/).map((word) => word.trim().replace(/\s+/g, " "));
  return words.filter((word, at) => word !== "" && words.findIndex((other) => fold(other) === fold(word)) === at);
}

/** What a chain is looked for in. */
export interface ChainProject {
  /** The key of its track; null: it has none. */
  track: string | null;
  title: string;
  titleEn: string;
  summary: string;
}

/** Why a project belongs to a chain: by its track; by words alone it is only a hint. */
export interface ChainMatch {
  chain: string;
  by: ChainWeight | "words";
  /** Keywords of the chain that stand in the title or the summary, in the chain's order. */
  words: { word: string; in: ("title" | "summary")[] }[];
}

const order = ["core", "related", "words"] as const;

/** The chains that a project belongs to: core ones first, then related ones, then hints; of equals the one with more words. */
export function matchesOf(project: ChainProject, chains: readonly IndustryChain[]): ChainMatch[] {
  const texts = { title: fold(`${project.title}\n${project.titleEn}`), summary: fold(project.summary) };
  const matches = chains.flatMap(({ key, tracks, keywords }): ChainMatch[] => {
    const weight = tracks.find(({ track }) => track === project.track)?.weight;
    const words = keywords.flatMap((word) => {
      const places = (["title", "summary"] as const).filter((place) => holds(texts[place], fold(word)));
      return places.length > 0 ? [{ word, in: places }] : [];
    });
    return weight || words.length > 0 ? [{ chain: key, by: weight ?? "words", words }] : [];
  });
  return matches.sort((a, b) => order.indexOf(a.by) - order.indexOf(b.by) || b.words.length - a.words.length);
}

/** Whether a track puts the project into the chain. */
export function belongs({ by }: ChainMatch): boolean {
  return by !== "words";
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Chinese words stand anywhere; a Latin one is not a piece of a longer one ("ai" is not in "email"). */
function holds(text: string, word: string): boolean {
  if (word === "") return false;
  const latin = /[\p{Script=Latin}\p{N}]/u;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const cut = (outer: string, inner: string) => latin.test(outer) && latin.test(inner);
    const before = text[at - 1] ?? "";
    const after = text[at + word.length] ?? "";
    if (!cut(before, word[0] ?? "") && !cut(after, word.at(-1) ?? "")) return true;
  }
  return false;
}

interface Usual {
  title: string;
  titleEn: string;
  /** Tracks by their Chinese names, which editions share; their keys are each edition's own. */
  tracks: Record<string, ChainWeight>;
  keywords: string[];
}

/** An example to begin from, made of the contest's industries (contest.md); each edition writes its own. */
const usual: Usual[] = [
  {
    title: "智能物流装备产业链",
    titleEn: "Smart logistics equipment",
    tracks: { 智能物流装备: "core", 智能装备: "related", 工程机械: "related" },
    keywords: ["物流", "仓储", "分拣", "AGV", "logistics", "warehouse"],
  },
  {
    title: "高端装备与工程机械产业链",
    titleEn: "High-end equipment and construction machinery",
    tracks: { 工程机械: "core", 智能装备: "core", 合金新材: "related" },
    keywords: ["机器人", "机床", "传动", "无人", "robot", "machinery"],
  },
  {
    title: "金属新材产业链",
    titleEn: "Advanced metals",
    tracks: { 合金新材: "core", 工程机械: "related", 泛半导体: "related" },
    keywords: ["合金", "靶材", "粉末", "钛", "alloy", "titanium"],
  },
  {
    title: "美妆与生命健康产业链",
    titleEn: "Beauty and life sciences",
    tracks: { "生物医药(美妆)": "core" },
    keywords: ["化妆品", "胶原", "给药", "护肤", "cosmetics", "collagen"],
  },
  {
    title: "光电通信与泛半导体产业链",
    titleEn: "Photonics and semiconductors",
    tracks: { 光电通信: "core", 泛半导体: "core", 数字经济: "related" },
    keywords: ["芯片", "光纤", "激光", "传感", "chip", "photonic"],
  },
  {
    title: "时尚童装产业链",
    titleEn: "Fashion and children's wear",
    tracks: { 时尚童装: "core", 数字经济: "related" },
    keywords: ["童装", "面料", "纺织", "织造", "textile", "weaving"],
  },
];

/** The example for an edition with these tracks: tracks that it does not have are left out. */
export function defaultChains(tracks: readonly { key: string; title: string }[]): IndustryChain[] {
  return usual.map(({ title, titleEn, keywords, ...of }, at) => ({
    key: `chain-${at + 1}`,
    title,
    titleEn,
    keywords,
    tracks: tracks.flatMap(({ key, title: name }) => {
      const weight = of.tracks[name];
      return weight ? [{ track: key, weight }] : [];
    }),
  }));
}
