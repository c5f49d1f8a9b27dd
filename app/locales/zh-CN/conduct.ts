/** The conductor's page, the settings of the heat's day, and the clock that all screens show. */
export default {
  clock: {
    pitch: "路演",
    defence: "答辩",
    ready: "尚未开始",
    paused: "已暂停",
    warn: "即将到时",
    over: "时间到",
  },
} as const;
