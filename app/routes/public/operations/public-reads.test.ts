import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import routes from "~/routes.ts";

interface Route {
  file: string;
  path?: string;
  children?: Route[];
}

const files = (all: readonly Route[]): string[] =>
  all.flatMap(({ file, children }) => [file, ...files(children ?? [])]);

/** A route with the parts of it beside it and the reads that it calls: what its loader may ask. */
function textOf(file: string): string {
  const path = resolve("app", file);
  const text = readFileSync(path, "utf8");
  const parts = [...text.matchAll(/from "(~\/reads\/[^"]+|\.\/[^"]+\.(?:server|parts)\.tsx?)"/g)].map(
    ([, name = ""]) => (name.startsWith("~") ? resolve("app", name.slice(2)) : join(dirname(path), name)),
  );
  return [text, ...parts.map((part) => readFileSync(part, "utf8"))].join("\n");
}

const all = [...new Set(files(routes as Route[]))];
const fromReplica = all.filter((file) => /\bpublicDb\b/.test(textOf(file)));

test("these routes read from a replica: what they show is public, and each change of it is announced", () => {
  expect(fromReplica.toSorted()).toEqual([
    "routes/api/exchange/edition.ts",
    "routes/api/exchange/editions.ts",
    "routes/api/exchange/notices.ts",
    "routes/api/exchange/round.ts",
    "routes/api/exchange/rounds.ts",
    "routes/api/exchange/standings.ts",
    "routes/api/standings/standings.ts",
    "routes/public/editions/edition.tsx",
    "routes/public/editions/home.tsx",
    "routes/public/files/hosted-file.ts",
    "routes/public/heats/heat-calendar.ts",
    "routes/public/heats/heat-card.ts",
    "routes/public/heats/heat.tsx",
    "routes/public/notices/notice.tsx",
    "routes/public/notices/notices.tsx",
    "routes/public/notices/objection-form.tsx",
    "routes/public/operations/privacy.tsx",
    "routes/public/operations/sitemap.ts",
    "routes/public/releases/results.tsx",
    "routes/public/releases/round-bundle.ts",
    "routes/public/releases/round-card.ts",
    "routes/public/releases/round-results.tsx",
    "routes/public/releases/round-version.tsx",
    "routes/public/releases/round-workbook.ts",
  ]);
});

test("whatever is kept for everybody is read from a replica, where it reads at all", () => {
  const kept = all.filter((file) => /\bcacheHeader\b|answering\(/.test(textOf(file)));
  const asksNothing = [
    "routes/api/exchange/nothing.ts",
    "routes/api/exchange/openapi.ts",
    "routes/public/exchange/interface.tsx",
  ];
  expect(kept.filter((file) => !fromReplica.includes(file)).toSorted()).toEqual(asksNothing);
});
