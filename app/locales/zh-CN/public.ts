/** Words of the pages that anybody may read. */
export default {
  motto: "一城一产一赛",
  edition: {
    none: "新一届大赛正在筹备",
    noneHint: "报名开放后，赛区、赛道和时间安排会公布在这里。",
  },
  hero: {
    apply: "立即报名",
    deadline: "报名截止",
    before: "报名即将开放：",
    closed: "本届报名已截止",
    cities_other: "座城市",
    heats_other: "场城市赛",
    tracks_other: "个产业赛道",
  },
  tour: { title: "巡回赛程", lead: "每到一城，聚焦一个产业，办好一场比赛；各站优胜项目会师湖州总决赛。" },
  results: { title: "成绩公布", lead: "经监督员确认后发布，计分规则与去掉的分数一并公开。", see: "查看成绩" },
  way: {
    title: "参赛流程",
    lead: "从报名到落地，每一步都有回执和邮件通知。",
    apply: { title: "在线报名", text: "选择赛区和组别，填写项目与团队信息。草稿自动保存，可随时回来继续。" },
    screening: { title: "资格审查", text: "组织方对报名材料进行形式审核，结果以邮件告知；不符合条件的说明原因。" },
    heat: { title: "城市赛路演", text: "签到后现场抽签，按出场顺序路演与答辩，评委独立评分。" },
    final: { title: "总决赛", text: "各城市赛优胜项目进入总决赛，角逐年度奖项。" },
    notice: { title: "公示", text: "结果向社会公示，接受实名异议，逐条答复。" },
    landing: { title: "落地吴兴", text: "获奖项目落户吴兴高新区或吴兴经开区，兑现落地政策。" },
  },
  timeline: {
    title: "时间安排",
    opens: "报名开放",
    closes: "报名截止",
    heats: "城市赛",
    final: "总决赛",
    landing: "公示、颁奖与落地",
  },
  who: {
    title: "谁可以参加",
    company: "已注册企业。报名时填写统一社会信用代码、注册日期和企业名称。",
    team: "尚未注册企业的创业团队，核心成员不少于 3 人，项目名称中不得出现「公司」字样。",
    tracks: "产业赛道",
  },
  contact: "联系方式：{{contact}}",
} as const;
