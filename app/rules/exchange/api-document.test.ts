import { describe, expect, test } from "vitest";
import { z } from "zod";
import routes from "~/routes.ts";
import { apiDocument, apiOperations, apiShapes, examples } from "./api-document.ts";

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;

const document = JSON.parse(JSON.stringify(apiDocument((word) => word, "https://contest.example.org")));
const operations: [string, string, { [key: string]: Json }][] = (["paths", "webhooks"] as const).flatMap((part) =>
  Object.entries(document[part]).flatMap(([path, item]) =>
    Object.entries(item as object).map(([method, operation]) => [path, method, operation] as never),
  ),
);

/** Every value under that key, wherever it stands. */
function everywhere(value: Json, key: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((each) => everywhere(each, key));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, each]) => [...(name === key ? [each] : []), ...everywhere(each, key)]);
}

function resolved(reference: string): Json | undefined {
  return reference
    .replace(/^#\//, "")
    .split("/")
    .reduce<Json | undefined>((at, part) => (at as { [key: string]: Json } | undefined)?.[part], document);
}

describe("the OpenAPI document", () => {
  test("has what version 3.1 asks for, and nothing that it does not know", () => {
    const known = ["openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks", "components", "security"];
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(Object.keys(document).filter((key) => ![...known, "tags", "externalDocs"].includes(key))).toEqual([]);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(Object.keys(document.paths).every((path) => path.startsWith("/"))).toBe(true);
    for (const name of Object.values(document.components).flatMap((part) => Object.keys(part as object)))
      expect(name).toMatch(/^[a-zA-Z0-9.\-_]+$/);
  });

  test("every operation has an id of its own, responses with descriptions, and each parameter of its path", () => {
    const ids = operations.map(([, , { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(apiOperations.length + 4);
    for (const [path, method, operation] of operations) {
      expect(["get", "post"]).toContain(method);
      expect(Object.keys(operation.responses as object).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(
        operation.responses as { [key: string]: { [key: string]: Json } },
      )) {
        expect(status).toMatch(/^[1-5](\d\d|XX)$/);
        expect(typeof (response.$ref ?? response.description)).toBe("string");
      }
      if (method === "get") expect("404" in (operation.responses as object)).toBe(path.includes("{"));
      const given = operation.parameters as { name: string; in: string; required: boolean; schema: object }[];
      const inPath = given.filter((each) => each.in === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required)).toBe(true);
      for (const each of given) expect(["path", "query", "header"]).toContain(each.in);
      expect(new Set(given.map((each) => `${each.in} ${each.name}`)).size).toBe(given.length);
    }
  });

  test("every reference leads somewhere", () => {
    const references = everywhere(document, "$ref") as string[];
    expect(references.length).toBeGreaterThan(15);
    for (const reference of references) {
      expect(reference).toMatch(/^#\//);
      expect([reference, resolved(reference) !== undefined]).toEqual([reference, true]);
    }
    expect(everywhere(document, "$id")).toEqual([]);
  });

  test.each(Object.keys(apiShapes))("the schema of %s compiles, with all that it refers to", (name) => {
    const whole = { $ref: `#/$defs/${name}`, $defs: document.components.schemas };
    const text = JSON.stringify(whole).replaceAll("#/components/schemas/", "#/$defs/");
    expect(() => z.fromJSONSchema(JSON.parse(text))).not.toThrow();
  });

  test.each(Object.entries(examples))(
    "the example of %s is what the schemas allow, those of the document and ours",
    (id, example) => {
      const shape =
        apiOperations.find((each) => each.id === id)?.answer ?? (id === "trail.head" ? "TrailEvent" : "ResultEvent");
      expect(apiShapes[shape].safeParse(example).error).toBeUndefined();
      const defs = JSON.stringify({ $ref: `#/$defs/${shape}`, $defs: document.components.schemas });
      const compiled = z.fromJSONSchema(JSON.parse(defs.replaceAll("#/components/schemas/", "#/$defs/")));
      expect(compiled.safeParse(example).success).toBe(true);
      const [field] = Object.keys(example);
      expect(compiled.safeParse({ ...example, [field ?? ""]: { no: "such" } }).success).toBe(false);
      expect(compiled.safeParse({ ...example, added: "later" }).success).toBe(true);
    },
  );

  test("every address that is served is described, and every one described is served", () => {
    const served = routes
      .map(({ path }) => `/${path}`)
      .filter((path) => path.startsWith("/api/v1/") && !path.endsWith("*") && !path.endsWith("/openapi.json"))
      .map((path) => path.replace(/:(\w+)/g, "{$1}"));
    expect(served.sort()).toEqual(Object.keys(document.paths).sort());
  });
});
