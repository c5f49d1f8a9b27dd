import { fullestDisk, type HealthFacts, type HealthThing, thresholds } from "./health.ts";

/** The figures that a thing's sentence names, and which of its sentences it is. */
export interface HealthSaying {
  key: HealthThing | "replicaNone" | "replicaAway" | "diskUnknown" | "watchNever";
  figures: Record<string, string | number>;
  /** Figures that are lengths of time, in seconds. */
  spans?: Record<string, number>;
}

export type SpanUnit = "seconds" | "minutes" | "hours" | "days";

/** A length of time in the unit in which people would say it; never more than it was. */
export function spanOf(seconds: number): { unit: SpanUnit; number: number } {
  if (seconds < 120) return { unit: "seconds", number: Math.floor(seconds) };
  if (seconds < 7200) return { unit: "minutes", number: Math.floor(seconds / 60) };
  if (seconds < 48 * 3600) return { unit: "hours", number: Math.floor(seconds / 3600) };
  return { unit: "days", number: Math.floor(seconds / 86_400) };
}

/** All that the sentence names, with lengths of time as `word` says them. */
export function figuresOf(
  { figures, spans = {} }: HealthSaying,
  word: (unit: SpanUnit, number: number) => string,
): Record<string, string | number> {
  const all = { ...figures };
  for (const [name, seconds] of Object.entries(spans)) {
    const { unit, number } = spanOf(seconds);
    all[name] = word(unit, number);
  }
  return all;
}

/** What is to be said of a thing, for the page and the alarm alike. */
export function sayingOf(thing: HealthThing, facts: HealthFacts & { lastSealSeconds: number }): HealthSaying {
  const heard = facts.processes.filter(({ silentSeconds }) => silentSeconds < thresholds.silentSeconds.bad);
  const most = (figures: number[]) => Math.round(Math.max(0, ...figures));
  switch (thing) {
    case "database": {
      const ms = most(heard.map(({ databaseMs }) => databaseMs));
      return { key: thing, figures: { ms, taken: facts.connections, allowed: facts.connectionsAllowed } };
    }
    case "replica": {
      const away = heard.flatMap(({ replicaAwaySeconds }) => replicaAwaySeconds ?? []);
      if (away.length === 0) return { key: "replicaNone", figures: {} };
      const longest = Math.max(...away);
      if (longest > 0) return { key: "replicaAway", figures: {}, spans: { away: longest } };
      const bytes = Math.max(0, ...heard.map(({ replicaBytes }) => replicaBytes ?? 0));
      return { key: thing, figures: { behind: (bytes / 1024 ** 2).toFixed(1) } };
    }
    case "disk": {
      const disk = fullestDisk(heard);
      if (!disk) return { key: "diskUnknown", figures: {} };
      return { key: thing, figures: { free: gigabytes(disk.diskFree), size: gigabytes(disk.diskSize) } };
    }
    case "loop": {
      const ms = most(heard.map(({ lagMs }) => lagMs));
      return { key: thing, figures: { heard: heard.length, silent: facts.processes.length - heard.length, ms } };
    }
    case "streams": {
      const viewers = heard.reduce((sum, each) => sum + each.viewers, 0);
      return { key: thing, figures: { viewers, deaf: heard.filter(({ listening }) => !listening).length } };
    }
    case "clock": {
      const ms = most(heard.map(({ clockMs }) => Math.abs(clockMs)));
      return { key: thing, figures: { seconds: (ms / 1000).toFixed(1) } };
    }
    case "mail": {
      const { mailsQueued: waiting, mailSeconds, mailsFailedDay: failed } = facts;
      return { key: thing, figures: { waiting, failed }, spans: { oldest: mailSeconds } };
    }
    case "jobs": {
      const { jobsWaiting: waiting, jobSeconds, jobsFailedDay: failed } = facts;
      return { key: thing, figures: { waiting, failed }, spans: { oldest: jobSeconds } };
    }
    case "seal": {
      const { unsealedSeconds, lastSealSeconds } = facts;
      return { key: thing, figures: {}, spans: { oldest: unsealedSeconds, last: lastSealSeconds } };
    }
    case "watch":
      if (facts.watchSeconds === null) return { key: "watchNever", figures: {} };
      return { key: thing, figures: {}, spans: { last: facts.watchSeconds } };
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
