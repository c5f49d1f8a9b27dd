/**
 * Who may import whom: primitives <- rules <- db <- services <- reads <- commands <- forms <- routes; ui imports primitives, rules and locales
 * only, and nothing that belongs to the server reaches the browser's bundle.
 */
const room = (name) => `^app/${name}/`;
const tests = "\\.test\\.tsx?$|^db/testing/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circles",
      comment: "Two files that need each other are one subject or have a third between them.",
      severity: "error",
      from: { pathNot: tests },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "primitives-know-nothing",
      comment: "Numbers, digests, days: they know of no contest, and of nothing else in the house.",
      severity: "error",
      from: { path: room("primitives"), pathNot: tests },
      to: { pathNot: `${room("primitives")}|^node_modules/(zod|@noble/(curves|hashes)|libphonenumber-js)/` },
    },
    {
      name: "rules-stand-alone",
      comment: "The rule book is pure: no SQL, no React, no clock, no environment, no Node.",
      severity: "error",
      from: { path: room("rules"), pathNot: tests },
      to: {
        pathNot: `${room("(primitives|rules)")}|^node_modules/(zod|@noble/(curves|hashes)|pinyin-pro|libphonenumber-js|diff)/`,
      },
    },
    {
      name: "db-knows-rules-only",
      comment:
        "The seed, the tests' rounds and the benchmarks drive the product's own commands on purpose, so that what they fill a database with is what the product writes.",
      severity: "error",
      from: { path: "^db/", pathNot: `${tests}|^db/(seed|bench)/` },
      to: { path: "^app/", pathNot: room("(rules|primitives)") },
    },
    {
      name: "migrations-stand-alone",
      comment: "A landed migration never changes, so it depends on nothing that does.",
      severity: "error",
      from: { path: "^db/(migrations|guards)/", pathNot: tests },
      to: { path: "^(app|db)/", pathNot: "^db/(migrations|guards)/" },
    },
    {
      name: "services-below-reads",
      severity: "error",
      from: { path: room("services"), pathNot: tests },
      to: { path: "^app/(reads|commands|forms|routes|ui)/" },
    },
    {
      name: "reads-below-commands",
      comment: "What a sent form's fields say is read alike everywhere; it needs neither command nor page.",
      severity: "error",
      from: { path: room("reads"), pathNot: tests },
      to: { path: "^app/(commands|forms|routes)/", pathNot: "^app/forms/fields\\.ts$" },
    },
    {
      name: "commands-below-routes",
      severity: "error",
      from: { path: room("commands"), pathNot: tests },
      to: { path: "^app/(forms|routes|ui)/" },
    },
    {
      name: "forms-know-no-page",
      severity: "error",
      from: { path: room("forms"), pathNot: tests },
      to: { path: "^(app/(routes|mail)|db)/" },
    },
    {
      name: "ui-is-only-face",
      severity: "error",
      from: { path: room("ui"), pathNot: tests },
      to: { path: "^(app/(commands|forms|reads|services|routes|mail)|db)/" },
    },
    {
      name: "no-sql-in-routes",
      severity: "error",
      from: { path: "^app/(routes|ui)/", pathNot: tests },
      to: { path: "^node_modules/(kysely|postgres|pg)/|^db/(client|embedded|migrate)" },
    },
    {
      name: "only-queries-speak-sql",
      comment: "A command may hold a Transaction's type, and nothing more of Kysely.",
      severity: "error",
      from: { path: "^app/commands/", pathNot: tests },
      to: { path: "^node_modules/(kysely|postgres|pg)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "the-browser-gets-no-server",
      comment: "What the browser's entry reaches without passing a route (whose server half Remix cuts off).",
      severity: "error",
      from: { path: "^app/entry\\.client\\.tsx$" },
      to: { path: "^(app/(commands|reads|services)|db)/", reachable: true },
    },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: "\\.d\\.ts$|\\.test\\.tsx?$|^app/routes|^e2e/|config" },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".tsx", ".js", ".mjs", ".css"] },
  },
};
