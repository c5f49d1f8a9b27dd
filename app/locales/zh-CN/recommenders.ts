/** Words of a recommender's own page. */
export const recommend = {
  title: "我推荐的项目",
  lead: "把链接发给您想推荐的项目负责人；从链接进来报名的，都记在您的名下。这里只显示已经通知申报人的进展。",
  deadline: "报名截止",
  link: {
    title: "推荐链接",
    hint: "打开链接后60天内，在同一浏览器开始的报名计入推荐。",
    copy: "复制链接",
    code: "二维码",
  },
  count: { opened: "链接打开次数", begun: "填写中", submitted: "已提交", qualified: "审查通过" },
  table: {
    project: "项目",
    by: "推荐机构",
    heat: "赛区与赛道",
    submitted: "提交日期",
    state: "状态",
    none: "还没有提交的项目",
    noneHint: "有人从您的链接完成报名后，会出现在这里。",
  },
} as const;
