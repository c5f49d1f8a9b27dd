import { expect, test } from "vitest";
import { defaultRubric, rubricSchema } from "./rubric.ts";
import { type CriterionFields, fieldsOfRubric, readRubricFields, rubricOfFields } from "./rubric-fields.ts";

function formOf(criteria: CriterionFields[], places = criteria.map((_, at) => at)): FormData {
  const form = new FormData();
  for (const [at, { bands, ...own }] of criteria.entries()) {
    for (const [name, value] of Object.entries(own)) form.append(`criteria[${places[at]}].${name}`, value);
    for (const [n, band] of bands.entries()) {
      for (const [name, value] of Object.entries(band))
        form.append(`criteria[${places[at]}].bands[${n}].${name}`, value);
    }
  }
  return form;
}

test("the default rubric survives the form", () => {
  const fields = readRubricFields(formOf(fieldsOfRubric(defaultRubric)));
  expect(rubricSchema.parse(rubricOfFields(fields))).toEqual(defaultRubric);
});

test("the numbers in the names give the order, whatever order the fields come in", () => {
  const fields = fieldsOfRubric(defaultRubric);
  const read = readRubricFields(formOf(fields, [40, 7, 20, 10, 3]));
  expect(read.map((each) => each.key)).toEqual(["landing", "market", "team", "business", "tech"]);
});

test("rows and bands that were left empty fall away; a row with a maximum only stays, to be refused", () => {
  const [tech] = fieldsOfRubric(defaultRubric);
  const blankBand = { floorPercent: "", label: " ", labelEn: "", guidance: "", guidanceEn: "" };
  const blank = { key: "", label: "", labelEn: "", max: " ", step: "0.5", factor: "1", bands: tech?.bands ?? [] };
  const read = readRubricFields(
    formOf([{ ...blank, bands: [blankBand] }, blank, { ...blank, max: "10", bands: [blankBand] }]),
  );
  expect(read).toEqual([{ ...blank, max: "10", bands: [] }]);
  expect(rubricSchema.safeParse(rubricOfFields(read)).error?.issues[0]?.path).toEqual([0, "label"]);
});

test("foreign fields are left alone", () => {
  const form = new FormData();
  form.append("criteria[1000].label", "too far");
  form.append("criteria[0][label]", "other");
  form.append("version", "1");
  expect(readRubricFields(form)).toEqual([]);
});
