import { z } from "zod";
import { examples } from "./api-examples.ts";
import * as shapes from "./public-api.ts";

/** The addresses of the public interface, in the order in which they are told of. All of them read. */
export const apiOperations = [
  { id: "listEditions", path: "/api/v1/editions", parameters: [], answer: "EditionList" },
  { id: "getEdition", path: "/api/v1/editions/{edition}", parameters: ["edition"], answer: "Edition" },
  { id: "listRounds", path: "/api/v1/rounds", parameters: ["ofEdition"], answer: "RoundList" },
  { id: "getRound", path: "/api/v1/rounds/{round}", parameters: ["round"], answer: "RoundWithVersions" },
  { id: "getStandings", path: "/api/v1/rounds/{round}/standings", parameters: ["round"], answer: "Standings" },
  {
    id: "getVersion",
    path: "/api/v1/rounds/{round}/standings/{version}",
    parameters: ["round", "version"],
    answer: "Standings",
  },
  { id: "listNotices", path: "/api/v1/notices", parameters: ["ofEdition"], answer: "NoticeList" },
] as const satisfies readonly {
  id: string;
  path: string;
  parameters: readonly (keyof typeof parameters)[];
  answer: ShapeName;
}[];

export type OperationId = (typeof apiOperations)[number]["id"];

/** Every shape by the name that the document gives it. */
export const apiShapes = {
  Edition: shapes.editionSchema,
  EditionList: shapes.editionListSchema,
  Round: shapes.roundSchema,
  RoundList: shapes.roundListSchema,
  RoundWithVersions: shapes.roundWithVersionsSchema,
  Version: shapes.versionSchema,
  Standing: shapes.standingSchema,
  Standings: shapes.standingsSchema,
  Notice: shapes.noticeSchema,
  NoticeList: shapes.noticeListSchema,
  Problem: shapes.problemSchema,
  ResultEvent: shapes.resultEventSchema,
};
type ShapeName = keyof typeof apiShapes;

const parameters = {
  edition: { name: "edition", in: "path", example: "6", schema: z.string() },
  round: { name: "round", in: "path", example: "shanghai-6", schema: z.string() },
  version: { name: "version", in: "path", example: "1", schema: z.number().int().min(1).max(9999) },
  ofEdition: { name: "edition", in: "query", example: "6", schema: z.string() },
} as const;
type ParameterName = keyof typeof parameters;

/** What the document says in words, by key; the reader's language gives them. */
export type ApiWord =
  | "title"
  | "lead"
  | `operation.${OperationId}`
  | `about.${OperationId}`
  | `parameter.${ParameterName}`
  | `answer.${"ok" | "unchanged" | "not-found" | "received"}`
  | `header.${"tag" | "asked" | "id" | "timestamp" | "signature"}`
  | `event.${shapes.ResultEvent}`;

/** The OpenAPI 3.1 document of the interface, made from the shapes' own schemas; `say` gives the words, `url` is where it is served. */
export function apiDocument(say: (word: ApiWord) => string, url: string) {
  const { components, refs } = schemasOf(apiShapes);
  return {
    openapi: "3.1.0",
    info: { title: say("title"), version: "1", description: say("lead") },
    servers: [{ url }],
    paths: Object.fromEntries(
      apiOperations.map(({ id, path, parameters: names, answer }) => [
        path,
        {
          get: {
            operationId: id,
            summary: say(`operation.${id}`),
            description: say(`about.${id}`),
            parameters: [
              ...names.map((name) => parameterOf(name, say)),
              { ...header("If-None-Match", say("header.asked")), required: false },
            ],
            responses: {
              200: {
                description: say("answer.ok"),
                headers: { ETag: { description: say("header.tag"), schema: { type: "string" } } },
                content: { "application/json": { schema: refs[answer], example: examples[id] } },
              },
              304: { description: say("answer.unchanged") },
              // A list of nothing is a list
              ...(path.includes("{") ? { 404: { $ref: "#/components/responses/NotFound" } } : {}),
            },
          },
        },
      ]),
    ),
    webhooks: Object.fromEntries(
      shapes.resultEvents.map((event) => [
        event,
        {
          post: {
            operationId: event.replace(/\.(.)/, (_, first: string) => first.toUpperCase()),
            summary: say(`event.${event}`),
            parameters: (["id", "timestamp", "signature"] as const).map((name) =>
              header(`webhook-${name}`, say(`header.${name}`)),
            ),
            requestBody: {
              required: true,
              content: { "application/json": { schema: refs.ResultEvent, example: examples[event] } },
            },
            responses: { "2XX": { description: say("answer.received") } },
          },
        },
      ]),
    ),
    components: {
      schemas: components,
      responses: {
        NotFound: {
          description: say("answer.not-found"),
          content: { "application/problem+json": { schema: refs.Problem } },
        },
      },
    },
  };
}

export type ApiDocument = ReturnType<typeof apiDocument>;

function parameterOf(name: ParameterName, say: (word: ApiWord) => string) {
  const { schema, ...parameter } = parameters[name];
  return {
    ...parameter,
    description: say(`parameter.${name}`),
    required: parameter.in === "path",
    schema: bare(z.toJSONSchema(schema)),
  };
}

function header(name: string, description: string) {
  return { name, in: "header", description, required: true, schema: { type: "string" } } as const;
}

/** The schemas under `#/components/schemas`, each referring to the others by name, and the reference to each. */
function schemasOf(named: Record<ShapeName, z.ZodType>) {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: at,
    // Fields may be added within a version: no reader should refuse them
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  const refs = Object.fromEntries(Object.keys(named).map((id) => [id, { $ref: at(id) }]));
  return {
    components: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema)])),
    refs: refs as Record<ShapeName, { $ref: string }>,
  };
}

function at(id: string): string {
  return `#/components/schemas/${id}`;
}

/** A schema as a part of a document, which says itself which dialect it speaks and where the part is. */
function bare(schema: object): object {
  const { $schema: _dialect, $id: _place, ...rest } = schema as Record<string, unknown>;
  return rest;
}
