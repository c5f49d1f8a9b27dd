import { expect, test } from "vitest";
import { editionBasicsSchema } from "../editions/edition-basics.ts";
import { roundBasicsSchema } from "./round-basics.ts";

const wrongs = (schema: typeof roundBasicsSchema | typeof editionBasicsSchema, given: object) =>
  schema.safeParse(given).error?.issues.map(({ path, code }) => `${path.join(".")} ${code}`);

test("what is wrong with a round or an edition is said in the order of the form; an address left out is missing, not malformed", () => {
  const round = { title: "", slug: " ", kind: "heat", timeZone: "nowhere", pitchMinutes: 0 };
  expect(wrongs(roundBasicsSchema, round)).toEqual([
    "title too_small",
    "slug too_small",
    "timeZone custom",
    "pitchMinutes too_small",
  ]);
  expect(wrongs(roundBasicsSchema, { ...round, title: "决赛", slug: "A b" })?.[0]).toBe("slug invalid_format");
  const edition = { slug: "", title: "", ordinal: 0, state: "draft", contact: "x".repeat(301) };
  expect(wrongs(editionBasicsSchema, edition)).toEqual([
    "title too_small",
    "slug too_small",
    "ordinal too_small",
    "contact too_big",
  ]);
});
