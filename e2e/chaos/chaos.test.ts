import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../app/testing/free-port.ts";
import { debianProgram } from "../../db/testing/debian.ts";
import { smallDiskLacking } from "../../db/testing/small-disk.ts";
import { faults } from "./faults.ts";
import { runChaos } from "./run.ts";
import { openStage, type Stage } from "./stage.ts";
import { runStreams } from "./streams.ts";

// `npm run chaos` in short: each fault once, and what lasts lasts for some seconds
const programs = await Promise.all([debianProgram("pgbouncer"), debianProgram("libfaketime")]);
const lacking = [...programs.map((each) => each.lacking), await smallDiskLacking()];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(".data/chaos-short", await freePort());
}, 400_000);
afterAll(() => stage?.close());

test(`of a heat in which everything fails once nothing acknowledged is lost or doubled, and nobody is signed out${lacking.join("")}`, async () => {
  const { wrongs, lines, sheets } = await runChaos({
    stage,
    faults,
    times: 1,
    seconds: 6,
    size: { judges: 3, entries: 8 },
  });
  process.stdout.write(`${lines.join("\n")}\n`);
  expect(wrongs).toEqual([]);
  expect(sheets).toBeGreaterThan(0);
}, 400_000);

test("of two hundred screens each hears of every act while sheets go in", async () => {
  const { wrongs, lines, sheets } = await runStreams(stage, 200, { judges: 3, entries: 8, pauseMs: 200 });
  process.stdout.write(`${lines.join("\n")}\n`);
  expect(wrongs).toEqual([]);
  expect(sheets).toBe(48);
}, 400_000);
