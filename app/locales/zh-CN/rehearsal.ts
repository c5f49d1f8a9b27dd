/** The rehearsal of a heat: beginning it, finding one's way in it, wiping it. */
export default {
  title: "彩排",
  lead: "用真实的评委、项目和流程把整场比赛走一遍：签到、抽签、主持、打分、亮分、揭晓。彩排中的一切都不计成绩，不对外公开，也不会出现在任何名单、导出和统计里。",
  start: {
    title: "开始一场彩排",
    what: "系统会复制这场比赛的设置、评分表、规则、评委、项目、出场顺序和人员权限，另成一场。正式比赛的数据不受任何影响。",
    do: "开始彩排",
    cannot: {
      "not-a-heat": "只有城市赛和总决赛可以彩排。",
      "round-not-open": "比赛准备就绪之后才能彩排。请先完成评分表、规则、评委和项目。",
      "scoring-begun": "正式打分已经开始，不能再彩排。",
      "rehearsal-stands": "已有一场彩排，同时只能有一场。",
    },
    by: "彩排由组织者或计分员开始。",
  },
  living: {
    title: "正在彩排",
    go: "进入彩排",
    begun: "{{by}}开始于",
    someone: "已注销的人员",
  },
  here: {
    title: "这是一场彩排",
    what: "对应的正式比赛是「{{heat}}」。这里的签到、分数和签名都不计入成绩，也不能发布。彩排结束后请清除。",
    heat: "回到正式比赛",
  },
  wipe: {
    title: "清除彩排",
    opener: "清除这场彩排…",
    what: "彩排中的评分单、分数、签到、抽签、主持步骤、签名、平板配对和人员权限将全部删除，不能恢复。审计记录保留，正式比赛不受影响。",
    do: "清除彩排",
    done: "彩排已清除，正式比赛的数据没有变化。",
  },
  past: {
    title: "以往的彩排",
    none: "还没有彩排过。",
    slug: "彩排",
    begun: "开始",
    by: "开始人",
    wiped: "清除",
    still: "尚未清除",
  },
  card: {
    lead: "正式比赛之前，把全天流程走一遍。",
    open: "彩排…",
    over: "彩排结束",
    overLead: "彩排不产生成绩。查看完毕后，请清除它。",
    wipe: "去清除",
  },
} as const;
