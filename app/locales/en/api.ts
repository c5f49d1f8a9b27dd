import type { Translation } from "../translation.ts";
import type zh from "../zh-CN/api.ts";

export default {
  title: "Public interface",
  lead: "Published editions, rounds, standings and notices as JSON, to be read by anybody without signing in. Figures are decimal strings, times are in UTC, and within a version fields are only ever added. Every answer bears an ETag: ask with If-None-Match, and what has not changed is answered with 304. Withdrawn results cannot be read from that moment on.",
  operation: {
    listEditions: "Editions",
    getEdition: "One edition",
    listRounds: "Rounds",
    getRound: "One round",
    getStandings: "Standings that stand",
    getVersion: "One version of the standings",
    listNotices: "Notices",
  },
  about: {
    listEditions: "The editions that are public, the newest first.",
    getEdition: "One edition by its name in addresses.",
    listRounds: "The rounds that are public, in the order of the tour.",
    getRound: "A round with every version of its standings that can be read, the newest first.",
    getStandings: "The published standings of the round that are valid now.",
    getVersion:
      "Standings by number of version; one that a correction replaced can be read for as long as the correction is public.",
    listNotices: "When the notice of each version begins and ends, and its state; the newest first.",
  },
  parameter: {
    edition: "The edition's name in addresses",
    round: "The round's name in addresses",
    version: "The number of the version",
    ofEdition: "Of this edition only",
  },
  answer: {
    ok: "Done",
    unchanged: "Unchanged since what If-None-Match names",
    "not-found": "Not there, or not published",
    received: "Received; any other answer counts as a failure, and it is sent again later",
  },
  header: {
    tag: "Stands for the content, and changes with it",
    asked: "The ETag of the answer at hand",
    id: "The delivery's id; the same when it is sent again: take each once",
    timestamp: "When it was sent (Unix seconds); refuse one that is far from now",
    signature: "“v1,” and the Base64 of HMAC-SHA256 over “id.timestamp.body” with the secret",
  },
  event: {
    "results.published": "Results were published",
    "results.corrected": "Results were corrected",
    "results.withdrawn": "Results were withdrawn",
  },
  problem: {
    "not-found": {
      title: "Nothing is public under this address.",
      detail: "It does not exist, or it is not published. Every address is described at /api.",
    },
    "no-such-method": { title: "Here one can only read.", detail: "Ask with GET or HEAD." },
    failed: { title: "The answer could not be made.", detail: "Nothing was lost; please ask again in a minute." },
  },
  page: {
    title: "Public interface (API)",
    document: "OpenAPI 3.1 document",
    addresses: "Addresses",
    parametersOf: "Parameters of “{{name}}”",
    name: "Name",
    where: "Place",
    meaning: "Meaning",
    path: "path",
    query: "query",
    header: "header",
    example: "Example of an answer",
    answersOf: "Answers of “{{name}}”",
    status: "Status",
    errors: "Errors",
    errorsLead:
      "Errors come as application/problem+json, with type, status, title and detail in English, titleZh and detailZh in Chinese.",
    webhooks: "Webhooks",
    webhooksLead:
      "An organizer may enter addresses in the edition's settings. When results are published, corrected or withdrawn, a signed POST goes to each: it says what has happened, and the standings are read where it points to. Signatures are as Standard Webhooks has them: check signature and time before you act, and take each id once.",
  },
} satisfies Translation<typeof zh>;
