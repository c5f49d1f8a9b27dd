import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/conduct.ts";

export default {
  clock: {
    pitch: "Pitch",
    defence: "Q&A",
    ready: "Not started",
    paused: "Paused",
    warn: "Nearly over",
    over: "Time is up",
  },
} satisfies Translation<typeof zh>;
