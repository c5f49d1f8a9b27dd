import { expect, test } from "vitest";
import { newClock, readClock, started } from "./clock.ts";

const noon = Date.UTC(2026, 10, 23, 4);

test("the clock warns a minute before its end and says when it is over", () => {
  const clock = started(newClock("pitch", 8), new Date(noon));
  const mood = (seconds: number) => readClock(clock, noon + seconds * 1000, 60).mood;
  expect([mood(419), mood(420), mood(479), mood(480)]).toEqual(["calm", "warn", "warn", "over"]);
});
