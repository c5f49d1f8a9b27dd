import type { ServerBuild } from "@remix-run/node";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { expect, test } from "vitest";
import { marksAddresses } from "~/routes/judge/scoring/marks-door.ts";
import routes from "~/routes.ts";
import { routeNames } from "./route-name.ts";

/** The product's routes as a build has them, without their modules. */
function flat(entries: RouteConfigEntry[], parentId = "root"): Record<string, object> {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const id = entry.id ?? entry.file.replace(/\.tsx?$/, "");
      const own = { id, parentId, path: entry.path, index: entry.index };
      return [[id, own], ...Object.entries(flat(entry.children ?? [], id))];
    }),
  );
}

const build = { routes: { root: { id: "root", path: "" }, ...flat(routes as RouteConfigEntry[]) } };
const nameOf = routeNames(build as unknown as Pick<ServerBuild, "routes">, [
  ...marksAddresses,
  "live/rounds/:round",
  "assets/*",
]);

test.each([
  ["/", "/"],
  ["/organize", "/organize"],
  ["/organize/rounds/beijing-6", "/organize/rounds/:round"],
  ["/organize/rounds/beijing-6/", "/organize/rounds/:round"],
  ["/organize/rounds/beijing-6/table/9/J1", "/organize/rounds/:round/table/:entry/:judge"],
  ["/organize/rounds/beijing-6/table.data", "/organize/rounds/:round/table"],
  ["/_root.data", "/"],
  ["/Judge/Beijing-6/BEAT", "/judge/:round/beat"],
  ["/judge/beijing-6/9", "/judge/:round/:entry"],
  ["/judge/beijing-6/9/draft", "/judge/:round/:entry/draft"],
  ["/results/shanghai-6/2/bundle.json", "/results/:round/:version/bundle.json"],
  ["/api/v1/rounds", "/api/v1/rounds"],
  ["/api/v1/no/such/thing", "/api/v1/*"],
  ["/live/rounds/beijing-6", "/live/rounds/:round"],
  ["/assets/manifest-1234.js", "/assets/*"],
  ["/wp-login.php", "/*"],
  ["/%E0%A4%A", "/*"],
])("%s is counted under %s", (path, name) => {
  expect(nameOf(path)).toBe(name);
});

test("names from outside make no new ones", () => {
  const names = new Set(Array.from({ length: 1000 }, (_, at) => nameOf(`/organize/rounds/${at}/${at}/${at}`)));
  expect([...names]).toEqual(["/*"]);
});
