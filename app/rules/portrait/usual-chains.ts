import type { ChainWeight, IndustryChain } from "./industry-chain.ts";

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
export function usualChains(tracks: readonly { key: string; title: string }[]): IndustryChain[] {
  return usual.map(({ title, titleEn, keywords, ...of }, at) => ({
    ...{ key: `chain-${at + 1}`, title, titleEn, keywords },
    tracks: tracks.flatMap(({ key, title: name }) => {
      const weight = of.tracks[name];
      return weight ? [{ track: key, weight }] : [];
    }),
  }));
}
