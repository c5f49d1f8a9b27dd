import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/rehearsal.ts";

export default {
  title: "Rehearsal",
  lead: "Go through the whole day with the real judges, projects and steps: sign-in, draw, hosting, scoring, announcing, reveal. Nothing in a rehearsal counts, nothing of it is public, and it appears in no list, export or statistic.",
  start: {
    title: "Begin a rehearsal",
    what: "The heat's settings, rubric, rule, panel, projects, running order and roles are copied into a round of its own. Nothing of the real heat changes.",
    do: "Begin the rehearsal",
    cannot: {
      "not-a-heat": "Only heats and finals can be rehearsed.",
      "round-not-open": "A heat can be rehearsed once it is ready: complete rubric, rule, panel and projects first.",
      "scoring-begun": "The real scoring has begun: it is too late for a rehearsal.",
      "rehearsal-stands": "There is a rehearsal already; one at a time.",
    },
    by: "An organizer or a scorer begins it.",
  },
  living: {
    title: "Being rehearsed",
    go: "Go to the rehearsal",
    begun: "Begun by {{by}},",
    someone: "a person no longer here",
  },
  here: {
    title: "This is a rehearsal",
    what: "The real heat is “{{heat}}”. Sign-ins, marks and signatures here count for nothing and cannot be published. Wipe it when you are done.",
    heat: "Back to the real heat",
  },
  wipe: {
    title: "Wipe the rehearsal",
    opener: "Wipe this rehearsal…",
    what: "Its sheets, marks, sign-ins, draws, steps, signatures, paired tablets and roles are deleted for good. The audit trail stays, and nothing of the real heat changes.",
    do: "Wipe the rehearsal",
    done: "The rehearsal is wiped. Nothing of the real heat has changed.",
  },
  past: {
    title: "Earlier rehearsals",
    none: "There has been no rehearsal yet.",
    slug: "Rehearsal",
    begun: "Begun",
    by: "By",
    wiped: "Wiped",
    still: "Not yet",
  },
  card: {
    lead: "Go through the whole day before it counts.",
    open: "Rehearsal…",
    over: "The rehearsal is over",
    overLead: "It has no result. Wipe it when you have seen what you wanted.",
    wipe: "Go and wipe it",
  },
} satisfies Translation<typeof zh>;
