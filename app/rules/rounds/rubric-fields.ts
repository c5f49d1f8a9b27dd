import { type Criterion, type RubricInput, rubricFormValues } from "./rubric.ts";

/** A criterion as the fields of a form: every value a string. */
export interface CriterionFields {
  key: string;
  label: string;
  labelEn: string;
  max: string;
  step: string;
  factor: string;
  bands: BandFields[];
}

export interface BandFields {
  floorPercent: string;
  label: string;
  labelEn: string;
  guidance: string;
  guidanceEn: string;
}

const criterionNames = ["key", "label", "labelEn", "max", "step", "factor"] as const;
const bandNames = ["floorPercent", "label", "labelEn", "guidance", "guidanceEn"] as const;
const fieldName = /^criteria\[(\d{1,3})\](?:\.bands\[(\d{1,3})\])?\.(\w+)$/;

/** Reads fields named `criteria[0].label`, `criteria[0].bands[1].guidance` …; rows whose telling fields are empty fall away. */
export function readRubricFields(form: FormData): CriterionFields[] {
  const rows = new Map<number, { own: Map<string, string>; bands: Map<number, Map<string, string>> }>();
  for (const [name, value] of form) {
    const [, row, band, field] = fieldName.exec(name) ?? [];
    if (row === undefined || field === undefined || typeof value !== "string") continue;
    const criterion = entryOf(rows, Number(row), () => ({ own: new Map(), bands: new Map() }));
    const into = band === undefined ? criterion.own : entryOf(criterion.bands, Number(band), () => new Map());
    into.set(field, value.trim());
  }
  return inOrder(rows)
    .map(({ own, bands }) => ({
      ...pick(own, criterionNames),
      bands: inOrder(bands)
        .map((fields) => pick(fields, bandNames))
        .filter((band) => band.floorPercent !== "" || band.label !== "" || band.guidance !== ""),
    }))
    .filter((criterion) => criterion.label !== "" || criterion.max !== "");
}

/** The rubric that the fields say, still unchecked: give it to `rubricSchema`. */
export function rubricOfFields(fields: CriterionFields[]): RubricInput {
  return fields.map(({ factor, bands, ...criterion }) => ({
    ...criterion,
    factor: factor || "1",
    bands: bands.map((band) => ({
      ...band,
      floorPercent: band.floorPercent === "" ? Number.NaN : Number(band.floorPercent),
    })),
  }));
}

/** A rubric as the fields of a form. */
export function fieldsOfRubric(criteria: Criterion[]): CriterionFields[] {
  return rubricFormValues(criteria).map((criterion, at) => ({
    key: criterion.key,
    label: criterion.label,
    labelEn: criterion.labelEn ?? "",
    max: criterion.max,
    step: criterion.step,
    factor: criterion.factor,
    bands: (criteria[at]?.bands ?? []).map((band) => ({
      floorPercent: String(band.floorPercent),
      label: band.label,
      labelEn: band.labelEn ?? "",
      guidance: band.guidance,
      guidanceEn: band.guidanceEn ?? "",
    })),
  }));
}

function entryOf<V>(map: Map<number, V>, key: number, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

function inOrder<V>(map: Map<number, V>): V[] {
  return [...map].sort(([a], [b]) => a - b).map(([, value]) => value);
}

function pick<Name extends string>(from: Map<string, string>, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, from.get(name) ?? ""])) as Record<Name, string>;
}
