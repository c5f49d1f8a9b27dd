import { z } from "zod";
import { homeZone } from "~/primitives/home-zone.ts";
import type { ApiEdition, ApiNotice, ApiRound, ApiStandings, ApiVersion, WebhookEvent } from "./public-api.ts";
import * as shapes from "./public-api.ts";

const edition: ApiEdition = {
  slug: "6",
  title: "第六届「凤栖吴兴·创见未来」",
  titleEn: "Sixth edition",
  state: "open",
  applyOpensAt: "2026-09-01T01:00:00.000Z",
  applyClosesAt: "2026-12-15T09:00:00.000Z",
};

const round: ApiRound = {
  slug: "shanghai-6",
  edition: "6",
  kind: "heat",
  title: "上海城市赛",
  titleEn: "Shanghai heat",
  city: "上海",
  cityEn: "Shanghai",
  venue: null,
  venueEn: null,
  track: { title: "光电通信", titleEn: "Photonics and communications" },
  startsAt: "2026-11-20T01:00:00.000Z",
  timeZone: homeZone,
  stage: "published",
};

const version: ApiVersion = {
  version: 1,
  state: "published",
  digest: "9f2c4e1a7b3d5f60".repeat(4),
  sheetsDigest: "03b1c5d7e9f8a642".repeat(4),
  publishedAt: "2026-11-21T02:30:00.000Z",
  noticeEndsOn: "2026-11-27",
  correctionReason: null,
  replacedBy: null,
};

const standings: ApiStandings = {
  round: "shanghai-6",
  ...version,
  rule: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: { sheet: 2, combined: 2, points: 2, total: 2 },
    ties: ["untrimmed-mean"],
    groups: "together",
  },
  standings: [
    {
      rank: 1,
      shared: false,
      entry: "12",
      order: 7,
      title: "光互连芯片",
      group: null,
      total: "87.33",
      sheets: 7,
      counted: 5,
      dropped: [
        { judge: "J3", value: "91.50", why: "high" },
        { judge: "J6", value: "82.00", why: "low" },
      ],
      partedBy: null,
      criteria: { tech: { combined: "25.20", points: "25.20" } },
    },
  ],
};

const notice: ApiNotice = {
  edition: "6",
  round: "shanghai-6",
  title: "上海城市赛",
  titleEn: "Shanghai heat",
  version: 1,
  digest: version.digest,
  opensAt: version.publishedAt,
  opensOn: "2026-11-21",
  endsOn: "2026-11-27",
  endsAt: "2026-11-27T16:00:00.000Z",
  state: "open",
  contact: "大赛组委会办公室 0572-2289112",
  contactEn: "Contest office, +86 572 2289112",
  discipline: "派驻纪检监察组 0572-2289113",
  disciplineEn: "Discipline office, +86 572 2289113",
  page: "https://contest.example.org/notices/shanghai-6",
};

const event = (type: "results.published" | "results.corrected" | "results.withdrawn"): WebhookEvent => ({
  type,
  timestamp: version.publishedAt,
  data: {
    edition: "6",
    round: "shanghai-6",
    version: 1,
    digest: version.digest,
    standings: "https://contest.example.org/api/v1/rounds/shanghai-6/standings",
  },
});

const trailHead: WebhookEvent = {
  type: "trail.head",
  timestamp: "2026-11-22T19:41:00.000Z",
  data: {
    edition: "6",
    seal: 4182,
    digest: "5ad1c0e3b7f24986".repeat(4),
    sealedAt: "2026-11-22T19:40:12.000Z",
    sound: true,
  },
};

/** What each address answers, and each webhook tells, by the name of its operation. */
export const examples = {
  listEditions: { editions: [edition] },
  getEdition: edition,
  listRounds: { rounds: [round] },
  getRound: { ...round, versions: [version] },
  getStandings: standings,
  getVersion: standings,
  listNotices: { notices: [notice] },
  "results.published": event("results.published"),
  "results.corrected": event("results.corrected"),
  "results.withdrawn": event("results.withdrawn"),
  "trail.head": trailHead,
};

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
  TrailEvent: shapes.trailEventSchema,
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
  | `event.${(typeof shapes.webhookEvents)[number]}`;

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
      shapes.webhookEvents.map((event) => [
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
              content: {
                "application/json": {
                  schema: event === shapes.trailEvent ? refs.TrailEvent : refs.ResultEvent,
                  example: examples[event],
                },
              },
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
