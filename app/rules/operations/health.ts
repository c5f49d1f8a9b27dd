/** Whether the product is well: what its technician sees, what /metrics tells and what raises an alarm are judged here, once. */

/** well; worth an eye; bad: somebody has to do something. */
export const levels = ["well", "eye", "bad"] as const;
export type HealthLevel = (typeof levels)[number];

export const things = [
  "database",
  "replica",
  "disk",
  "loop",
  "streams",
  "clock",
  "mail",
  "jobs",
  "seal",
  "watch",
] as const;
export type HealthThing = (typeof things)[number];

const minute = 60;
const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** From where on a figure is worth an eye, and from where on it is bad. */
export const thresholds = {
  /** How long the database takes to answer, with the wait for a connection. */
  databaseMs: { eye: 250, bad: 1_000 },
  /** How long a replica that public pages are read from has been away: a restart takes less. */
  replicaAwaySeconds: { eye: 10, bad: minute },
  /** How much of the primary's log it has not replayed, in bytes: while it lags, public pages come from the primary. */
  replicaBytes: { eye: 32 * mebibyte, bad: 512 * mebibyte },
  /** Which share of the connections that PostgreSQL allows is taken. */
  connections: { eye: 0.75, bad: 0.9 },
  /** What is free where files lie: in bytes, or as a share of a small disk. */
  diskFree: { eye: { bytes: 10 * gibibyte, share: 0.2 }, bad: { bytes: 2 * gibibyte, share: 0.05 } },
  /** By how much the event loop is late. */
  lagMs: { eye: 200, bad: 500 },
  /** How long a process has not been heard of. */
  silentSeconds: { eye: 30, bad: minute },
  /** By how much the clocks of a process and of the database differ, either way. */
  clockMs: { eye: 1_000, bad: 5_000 },
  /** How long the oldest mail waits: a thousand that are let go at once take some minutes. */
  mailSeconds: { eye: 10 * minute, bad: 30 * minute },
  /** Mails that failed: one within a day, several within an hour. */
  mailsFailed: { eye: 1, bad: 5 },
  jobSeconds: { eye: minute, bad: 5 * minute },
  /** Jobs that failed: one within a day, one within an hour. */
  jobsFailed: { eye: 1, bad: 1 },
  /** Since when the audit trail has entries without a seal. */
  unsealedSeconds: { eye: 2 * minute, bad: 3 * minute },
  /** When somebody last looked whether all is well. */
  watchSeconds: { eye: 150, bad: 5 * minute },
} as const;

/** So long after a start what had waited before it is being worked off, and alarms nobody. */
const settlingSeconds = 3 * minute;

/** What one serving process said of itself last. */
export interface ProcessFacts {
  name: string;
  silentSeconds: number;
  /** Since when it serves. */
  upSeconds: number;
  listening: boolean;
  lagMs: number;
  databaseMs: number;
  /** The database's clock less the process's. */
  clockMs: number;
  /** Since when it cannot read from the replica, 0 where it can; null: there is none. */
  replicaAwaySeconds: number | null;
  /** How far that is behind, in bytes of the primary's log; null where it could not be told. */
  replicaBytes: number | null;
  /** Null where it could not be told. */
  diskFree: number | null;
  diskSize: number | null;
  viewers: number;
  roundViewers: Record<string, number>;
}

export interface HealthFacts {
  processes: readonly ProcessFacts[];
  connections: number;
  connectionsAllowed: number;
  mailsQueued: number;
  mailSeconds: number;
  mailsFailedDay: number;
  mailsFailedHour: number;
  jobsWaiting: number;
  jobSeconds: number;
  jobsFailedDay: number;
  jobsFailedHour: number;
  unsealedSeconds: number;
  /** Null: nobody has looked yet. */
  watchSeconds: number | null;
}

export interface Check {
  thing: HealthThing;
  level: HealthLevel;
}

/** How each thing stands, in a fixed order. */
export function healthOf(facts: HealthFacts): Check[] {
  const { processes } = facts;
  const heard = processes.filter(({ silentSeconds }) => silentSeconds < thresholds.silentSeconds.bad);
  const most = (figure: (of: ProcessFacts) => number) => Math.max(0, ...heard.map(figure));
  const settling = heard.length > 0 && heard.every(({ upSeconds }) => upSeconds < settlingSeconds);
  const waiting = (level: HealthLevel) => (settling && level === "bad" ? "eye" : level);
  const share = facts.connectionsAllowed > 0 ? facts.connections / facts.connectionsAllowed : 0;
  const levelsOf: Record<HealthThing, HealthLevel[]> = {
    database: [
      above(
        most(({ databaseMs }) => databaseMs),
        thresholds.databaseMs,
      ),
      above(share, thresholds.connections),
    ],
    replica: heard.flatMap(({ replicaAwaySeconds: away, replicaBytes: bytes }) => [
      above(away ?? 0, thresholds.replicaAwaySeconds),
      above(bytes ?? 0, thresholds.replicaBytes),
    ]),
    disk: heard.map(diskLevel),
    loop: [
      heard.length === 0 ? "bad" : "well",
      above(
        most(({ lagMs }) => lagMs),
        thresholds.lagMs,
      ),
      ...processes.map(({ silentSeconds }) => above(silentSeconds, thresholds.silentSeconds)),
    ],
    streams: heard.map(({ listening }) => (listening ? "well" : "bad")),
    clock: [
      above(
        most(({ clockMs }) => Math.abs(clockMs)),
        thresholds.clockMs,
      ),
    ],
    mail: [
      waiting(above(facts.mailSeconds, thresholds.mailSeconds)),
      facts.mailsFailedDay >= thresholds.mailsFailed.eye ? "eye" : "well",
      facts.mailsFailedHour >= thresholds.mailsFailed.bad ? "bad" : "well",
    ],
    jobs: [
      waiting(above(facts.jobSeconds, thresholds.jobSeconds)),
      facts.jobsFailedDay >= thresholds.jobsFailed.eye ? "eye" : "well",
      facts.jobsFailedHour >= thresholds.jobsFailed.bad ? "bad" : "well",
    ],
    seal: [waiting(above(facts.unsealedSeconds, thresholds.unsealedSeconds))],
    watch: [facts.watchSeconds === null ? "eye" : above(facts.watchSeconds, thresholds.watchSeconds)],
  };
  return things.map((thing) => ({ thing, level: worst(levelsOf[thing]) }));
}

/** The worst of them; well where there are none. */
export function worst(all: readonly HealthLevel[]): HealthLevel {
  return all.includes("bad") ? "bad" : all.includes("eye") ? "eye" : "well";
}

function above(figure: number, { eye, bad }: { eye: number; bad: number }): HealthLevel {
  return figure >= bad ? "bad" : figure >= eye ? "eye" : "well";
}

function diskLevel({ diskFree: free, diskSize: size }: Pick<ProcessFacts, "diskFree" | "diskSize">): HealthLevel {
  if (free === null || size === null) return "eye";
  const under = ({ bytes, share }: { bytes: number; share: number }) => free < Math.min(bytes, share * size);
  return under(thresholds.diskFree.bad) ? "bad" : under(thresholds.diskFree.eye) ? "eye" : "well";
}

/** The process that has least room left; undefined where none could tell. */
export function fullestDisk<Of extends Pick<ProcessFacts, "diskFree" | "diskSize">>(
  processes: readonly Of[],
): (Of & { diskFree: number; diskSize: number }) | undefined {
  const told = processes.filter(
    (each): each is Of & { diskFree: number; diskSize: number } => each.diskFree !== null && each.diskSize !== null,
  );
  return told.sort((one, other) => one.diskFree - other.diskFree)[0];
}
