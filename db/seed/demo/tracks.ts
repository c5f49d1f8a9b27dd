import { type EligibilityRule, eligibilitySchema } from "~/rules/screening/eligibility-rule.ts";

/** The nine industries of the contest, with words for believable projects: [Chinese, English]. */
type Words = readonly (readonly [string, string])[];

export interface TrackWords {
  key: string;
  title: string;
  titleEn: string;
  means: Words;
  ends: Words;
}

export const tracks: TrackWords[] = [
  {
    key: "beauty",
    title: "生物医药(美妆)",
    titleEn: "Biomedicine and beauty",
    means: [
      ["重组胶原蛋白", "Recombinant collagen"],
      ["合成生物学", "Synthetic biology"],
      ["植物外泌体", "Plant exosome"],
      ["微针阵列", "Microneedle array"],
      ["类器官芯片", "Organ-on-chip"],
      ["超分子包裹", "Supramolecular encapsulation"],
    ],
    ends: [
      ["敏感肌修护功效原料", "repair ingredients for sensitive skin"],
      ["透皮给药平台", "transdermal delivery platform"],
      ["化妆品功效替代检测系统", "animal-free efficacy testing for cosmetics"],
      ["创面修复敷料", "wound-healing dressings"],
      ["抗衰活性物绿色制造", "green production of anti-ageing actives"],
    ],
  },
  {
    key: "digital",
    title: "数字经济",
    titleEn: "Digital economy",
    means: [
      ["工业大模型", "Industrial foundation model"],
      ["隐私计算", "Privacy-preserving computing"],
      ["数字孪生", "Digital-twin"],
      ["知识图谱", "Knowledge-graph"],
      ["边缘智能", "Edge-intelligence"],
      ["时序预测", "Time-series forecasting"],
    ],
    ends: [
      ["产业链供应链风险预警平台", "supply-chain risk early-warning platform"],
      ["中小企业能碳管理服务", "energy and carbon service for small firms"],
      ["设备预测性维护系统", "predictive maintenance system"],
      ["跨境贸易单证智能审核", "trade-document review"],
      ["织造排产优化引擎", "weaving-mill scheduling engine"],
    ],
  },
  {
    key: "equipment",
    title: "智能装备",
    titleEn: "Smart equipment",
    means: [
      ["多模态感知", "Multimodal sensing"],
      ["力控协作", "Force-controlled collaborative"],
      ["机器视觉", "Machine-vision"],
      ["直驱电机", "Direct-drive"],
      ["超声振动", "Ultrasonic-assisted"],
      ["自适应控制", "Adaptive-control"],
    ],
    ends: [
      ["精密装配机器人", "precision assembly robots"],
      ["复合材料切削装备", "composite machining equipment"],
      ["轴承在线检测装备", "in-line bearing inspection"],
      ["柔性打磨工作站", "flexible grinding cell"],
      ["纺织疵点检测装备", "fabric-defect inspection"],
    ],
  },
  {
    key: "semiconductor",
    title: "泛半导体",
    titleEn: "Semiconductors",
    means: [
      ["碳化硅", "Silicon-carbide"],
      ["氮化镓", "Gallium-nitride"],
      ["先进封装", "Advanced-packaging"],
      ["存算一体", "Compute-in-memory"],
      ["硅光集成", "Silicon-photonics"],
      ["原子层沉积", "Atomic-layer-deposition"],
    ],
    ends: [
      ["车规级功率模块", "automotive power modules"],
      ["晶圆缺陷检测设备", "wafer defect inspection tools"],
      ["高纯靶材及部件", "high-purity targets and parts"],
      ["低功耗边缘推理芯片", "low-power edge inference chips"],
      ["毫米波前端模组", "millimetre-wave front-end modules"],
    ],
  },
  {
    key: "machinery",
    title: "工程机械",
    titleEn: "Construction machinery",
    means: [
      ["电液混合驱动", "Electro-hydraulic hybrid"],
      ["氢燃料电池", "Hydrogen fuel-cell"],
      ["远程遥操作", "Teleoperated"],
      ["无人协同", "Autonomous cooperative"],
      ["高强轻量化", "High-strength lightweight"],
    ],
    ends: [
      ["矿山无人作业系统", "unmanned mining system"],
      ["高空作业平台", "aerial work platform"],
      ["新能源装载机动力总成", "loader powertrain"],
      ["隧道巡检机器人", "tunnel inspection robot"],
      ["应急抢险装备", "emergency rescue equipment"],
    ],
  },
  {
    key: "photonics",
    title: "光电通信",
    titleEn: "Photonics and communications",
    means: [
      ["薄膜铌酸锂", "Thin-film lithium-niobate"],
      ["空芯光纤", "Hollow-core fibre"],
      ["量子点", "Quantum-dot"],
      ["飞秒激光", "Femtosecond-laser"],
      ["分布式光纤传感", "Distributed fibre-sensing"],
      ["超表面光学", "Metasurface optics"],
    ],
    ends: [
      ["高速光模块", "high-speed optical transceivers"],
      ["周界与管网安全监测系统", "pipeline and perimeter monitoring"],
      ["车载激光雷达", "automotive lidar"],
      ["微显示引擎", "micro-display engine"],
      ["精密微加工装备", "precision micro-machining"],
    ],
  },
  {
    key: "fashion",
    title: "时尚童装",
    titleEn: "Fashion and children's wear",
    means: [
      ["生物基纤维", "Bio-based fibre"],
      ["智能温控", "Smart thermal"],
      ["无水染色", "Waterless dyeing"],
      ["三维量体", "3D body-scanning"],
      ["生成式设计", "Generative design"],
    ],
    ends: [
      ["婴童功能面料", "functional fabrics for infants"],
      ["童装柔性快反供应链", "quick-response supply chain for children's wear"],
      ["童装数字打版平台", "digital pattern platform"],
      ["可追溯再生纱线", "traceable recycled yarn"],
      ["亲子运动服饰品牌", "family sportswear brand"],
    ],
  },
  {
    key: "logistics",
    title: "智能物流装备",
    titleEn: "Smart logistics equipment",
    means: [["集群调度", "Swarm scheduling"]],
    ends: [["四向穿梭车系统", "four-way shuttle system"]],
  },
  {
    key: "alloys",
    title: "合金新材",
    titleEn: "Advanced alloys",
    means: [["粉末冶金", "Powder metallurgy"]],
    ends: [["高温合金精密构件", "superalloy precision parts"]],
  },
];

/** The demo edition's conditions; `on` is the day on which its applications open. */
export function demoEligibility(on: string): EligibilityRule[] {
  return eligibilitySchema.parse([
    { key: "age", kind: "leader-age", least: 18, most: 50, on },
    { key: "degree", kind: "degree", least: "master", instead: ["patent", "profession", "talent-title"] },
    { key: "team", kind: "team-size", least: 3, groups: ["team"] },
    { key: "names", kind: "barred-words", words: ["公司"], fields: ["projectTitle"], groups: ["team"] },
    { key: "founded", kind: "company-age", under: 8, on, groups: ["company"] },
    {
      key: "local",
      kind: "not-registered-locally",
      places: ["吴兴", "Wuxing"],
      before: `${Number(on.slice(0, 4)) - 1}-01-01`,
      groups: ["company"],
    },
    { key: "stake", kind: "leader-stake", least: "20", groups: ["company"] },
    { key: "one-entry", kind: "one-entry" },
    {
      key: "winners",
      kind: "previous-winner",
      message: {
        zh: "未曾在国家级创新创业大赛全国总决赛获奖",
        en: "No prize in the final of a national innovation and start-up contest",
      },
    },
  ]);
}
