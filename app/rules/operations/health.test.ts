import { describe, expect, test } from "vitest";
import { alarmPauseMs, alarmsDue, type ReportedAlarm } from "./alarms.ts";
import {
  type Check,
  type HealthFacts,
  type HealthThing,
  healthOf,
  type ProcessFacts,
  things,
  thresholds,
} from "./health.ts";
import { figuresOf, sayingOf } from "./health-figures.ts";

const process: ProcessFacts = {
  name: "desk:3000",
  silentSeconds: 4,
  upSeconds: 3600,
  listening: true,
  lagMs: 2,
  databaseMs: 3,
  clockMs: 40,
  replicaAwaySeconds: null,
  replicaBytes: null,
  diskFree: 40 * 1024 ** 3,
  diskSize: 80 * 1024 ** 3,
  viewers: 20,
  roundViewers: { 7: 12 },
};
const sound: HealthFacts & { lastSealSeconds: number } = {
  processes: [process],
  connections: 12,
  connectionsAllowed: 100,
  mailsQueued: 0,
  mailSeconds: 0,
  mailsFailedDay: 0,
  mailsFailedHour: 0,
  jobsWaiting: 0,
  jobSeconds: 0,
  jobsFailedDay: 0,
  jobsFailedHour: 0,
  unsealedSeconds: 20,
  lastSealSeconds: 40,
  watchSeconds: 30,
};
const withProcess = (change: Partial<ProcessFacts>) => ({ processes: [{ ...process, ...change }] });
const notWell = (facts: Partial<HealthFacts>) =>
  Object.fromEntries(
    healthOf({ ...sound, ...facts }).flatMap(({ thing, level }) => (level === "well" ? [] : [[thing, level]])),
  );

describe("how things stand", () => {
  test("a sound machine is well in everything, in a fixed order", () => {
    expect(healthOf(sound)).toEqual(things.map((thing) => ({ thing, level: "well" })));
  });

  test.each<[string, Partial<HealthFacts>, Partial<Record<HealthThing, string>>]>([
    ["a slow answer", withProcess({ databaseMs: 250 }), { database: "eye" }],
    ["a very slow answer", withProcess({ databaseMs: 1000 }), { database: "bad" }],
    ["many connections", { connections: 75 }, { database: "eye" }],
    ["nearly all connections", { connections: 90 }, { database: "bad" }],
    ["a replica that is there", withProcess({ replicaAwaySeconds: 0, replicaBytes: 4096 }), {}],
    ["a replica that is away for a moment", withProcess({ replicaAwaySeconds: 10 }), { replica: "eye" }],
    ["a replica that is away", withProcess({ replicaAwaySeconds: 60 }), { replica: "bad" }],
    ["a replica that lags", withProcess({ replicaAwaySeconds: 0, replicaBytes: 32 * 1024 ** 2 }), { replica: "eye" }],
    ["one far behind", withProcess({ replicaAwaySeconds: 0, replicaBytes: 512 * 1024 ** 2 }), { replica: "bad" }],
    ["a disk with less than ten gigabytes", withProcess({ diskFree: 9.9 * 1024 ** 3 }), { disk: "eye" }],
    ["a disk with less than two", withProcess({ diskFree: 1.9 * 1024 ** 3 }), { disk: "bad" }],
    ["a small disk with a fifth free", withProcess({ diskSize: 10 * 1024 ** 3, diskFree: 2 * 1024 ** 3 }), {}],
    ["a small disk, full", withProcess({ diskSize: 10 * 1024 ** 3, diskFree: 0.4 * 1024 ** 3 }), { disk: "bad" }],
    ["a disk that nobody can see", withProcess({ diskFree: null }), { disk: "eye" }],
    ["a late loop", withProcess({ lagMs: 200 }), { loop: "eye" }],
    ["a loop that stands", withProcess({ lagMs: 500 }), { loop: "bad" }],
    ["a process that was not heard of for a while", withProcess({ silentSeconds: 30 }), { loop: "eye" }],
    ["no process at all", { processes: [] }, { loop: "bad" }],
    ["a process that hears of no changes", withProcess({ listening: false }), { streams: "bad" }],
    ["a clock that is ahead", withProcess({ clockMs: -1000 }), { clock: "eye" }],
    ["a clock that is far behind", withProcess({ clockMs: 5000 }), { clock: "bad" }],
    ["a mail that waits", { mailsQueued: 1, mailSeconds: 600 }, { mail: "eye" }],
    ["a mail that waits for long", { mailsQueued: 1, mailSeconds: 1800 }, { mail: "bad" }],
    ["a mail that failed", { mailsFailedDay: 1, mailsFailedHour: 1 }, { mail: "eye" }],
    ["many that failed within the hour", { mailsFailedDay: 5, mailsFailedHour: 5 }, { mail: "bad" }],
    ["a job that failed yesterday", { jobsFailedDay: 1 }, { jobs: "eye" }],
    ["a job that failed just now", { jobsFailedDay: 1, jobsFailedHour: 1 }, { jobs: "bad" }],
    ["a job that nobody takes", { jobsWaiting: 1, jobSeconds: 300 }, { jobs: "bad" }],
    ["an entry without a seal for two minutes", { unsealedSeconds: 120 }, { seal: "eye" }],
    ["an entry without a seal for three", { unsealedSeconds: 180 }, { seal: "bad" }],
    ["a watch that is late", { watchSeconds: 150 }, { watch: "eye" }],
    ["a watch that is dead", { watchSeconds: 300 }, { watch: "bad" }],
    ["nobody having looked yet", { watchSeconds: null }, { watch: "eye" }],
  ])("%s", (_, facts, expected) => {
    expect(notWell(facts)).toEqual(expected);
  });

  test("one bad process among several counts; what a silent one said last does not, but that it is silent", () => {
    const silent = { ...process, name: "gone", silentSeconds: 60, lagMs: 9000, listening: false, diskFree: 1 };
    expect(notWell({ processes: [process, silent] })).toEqual({ loop: "bad" });
    expect(notWell({ processes: [process, { ...silent, silentSeconds: 3 }] })).toEqual({
      disk: "bad",
      loop: "bad",
      streams: "bad",
    });
  });

  test("what had waited before a start is given three minutes", () => {
    const late = { unsealedSeconds: 9000, jobSeconds: 9000, mailSeconds: 9000 };
    const waits = (level: string) => ({ mail: level, jobs: level, seal: level });
    expect(notWell({ ...late, ...withProcess({ upSeconds: 179 }) })).toEqual(waits("eye"));
    expect(notWell({ ...late, ...withProcess({ upSeconds: 180 }) })).toEqual(waits("bad"));
  });

  test("what is said of a thing names its figures", () => {
    const processes = [
      process,
      { ...process, name: "second", diskFree: 3.21 * 1024 ** 3, viewers: 5, listening: false },
    ];
    const facts = { ...sound, processes, jobsWaiting: 3, jobSeconds: 130, jobsFailedDay: 2 };
    expect(sayingOf("disk", facts)).toEqual({ key: "disk", figures: { free: "3.2", size: "80.0" } });
    expect(sayingOf("streams", facts)).toEqual({ key: "streams", figures: { viewers: 25, deaf: 1 } });
    expect(sayingOf("jobs", facts)).toEqual({
      key: "jobs",
      figures: { waiting: 3, failed: 2 },
      spans: { oldest: 130 },
    });
    expect(sayingOf("replica", facts)).toEqual({ key: "replicaNone", figures: {} });
    const withReplica = { ...process, replicaAwaySeconds: 0, replicaBytes: 1.5 * 1024 ** 2 };
    expect(sayingOf("replica", { ...facts, processes: [process, withReplica] })).toEqual({
      key: "replica",
      figures: { behind: "1.5" },
    });
    const away = { ...process, replicaAwaySeconds: 70 };
    expect(sayingOf("replica", { ...facts, processes: [withReplica, away] })).toEqual({
      key: "replicaAway",
      figures: {},
      spans: { away: 70 },
    });
    expect(sayingOf("disk", { ...facts, processes: [] })).toEqual({ key: "diskUnknown", figures: {} });
    expect(sayingOf("watch", { ...facts, watchSeconds: null })).toEqual({ key: "watchNever", figures: {} });
  });
});

test.each([
  [0, "0 seconds"],
  [119.9, "119 seconds"],
  [120, "2 minutes"],
  [7199, "119 minutes"],
  [7200, "2 hours"],
  [172_800, "2 days"],
])("%s seconds are said as %s", (seconds, words) => {
  const said = { key: "watch" as const, figures: {}, spans: { last: seconds } };
  expect(figuresOf(said, (unit, number) => `${number} ${unit}`)).toEqual({ last: words });
});

describe("alarms", () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 11, 1, 8, minutes));
  const disk = (level: Check["level"]): Check[] => [{ thing: "disk", level }];
  const told = (open: boolean, minutes: number): ReportedAlarm[] => [{ thing: "disk", open, reportedAt: at(minutes) }];

  test.each<[string, Check["level"], ReportedAlarm[], number, string[]]>([
    ["what turns bad is told", "bad", [], 0, ["bad"]],
    ["what is worth an eye is not", "eye", [], 0, []],
    ["what stays bad is not told again", "bad", told(true, 0), 600, []],
    ["what is bad no more is told once", "eye", told(true, 0), 5, ["over"]],
    ["and then no more", "well", told(false, 0), 6, []],
    ["what turns bad again within the hour is not told", "bad", told(false, 0), 59, []],
    ["after an hour it is", "bad", told(false, 0), 60, ["bad"]],
  ])("%s", (_, level, before, minutes, turns) => {
    expect(alarmsDue(disk(level), before, at(minutes)).map(({ turn }) => turn)).toEqual(turns);
  });

  test("however often a thing turns, in a day it is told to be bad once an hour at most", () => {
    let before: ReportedAlarm[] = [];
    let bad = 0;
    for (let minute = 0; minute < 24 * 60; minute++) {
      const [alarm] = alarmsDue(disk(minute % 2 === 0 ? "bad" : "well"), before, at(minute));
      if (!alarm) continue;
      if (alarm.turn === "bad") bad++;
      before = [
        {
          thing: "disk",
          open: alarm.turn === "bad",
          reportedAt: alarm.turn === "bad" ? at(minute) : (before[0]?.reportedAt ?? at(0)),
        },
      ];
    }
    expect(bad).toBe(24);
    expect(alarmPauseMs).toBe(3_600_000);
  });
});

test("every threshold for an eye is met before the one for what is bad", () => {
  const figures = Object.entries(thresholds).flatMap(([name, { eye, bad }]) =>
    typeof eye === "number" && typeof bad === "number" ? [[name, eye <= bad]] : [],
  );
  expect(figures.filter(([, inOrder]) => !inOrder)).toEqual([]);
});
