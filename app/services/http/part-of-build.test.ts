import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { expect, test } from "vitest";
import routes from "~/routes.ts";
import { partsOf } from "./part-of-build.ts";

type Routes = ServerBuild["routes"];

/** The product's routes as a build has them, without their modules. */
function flat(entries: RouteConfigEntry[], parentId = "root"): Routes {
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const id = entry.id ?? entry.file.replace(/\.tsx?$/, "");
      const own = { id, parentId, path: entry.path, index: entry.index, module: {} };
      return [[id, own], ...Object.entries(flat(entry.children ?? [], id))];
    }),
  ) as Routes;
}

const all = { root: { id: "root", path: "", module: {} }, ...flat(routes as RouteConfigEntry[]) };
const build = { routes: all, assets: { version: "1", routes: all } } as unknown as ServerBuild;

function tree(all: Routes, parentId?: string): Parameters<typeof matchRoutes>[0] {
  return Object.values(all)
    .filter((route) => route?.parentId === parentId)
    .map((route) => {
      if (route?.index) return { id: route.id, index: true as const };
      return { id: route?.id, path: route?.path, children: tree(all, route?.id) };
    });
}

const matched = (all: Routes, path: string) =>
  matchRoutes(tree(all), path)?.map(({ route, params }) => [route.id, params]) ?? null;

/** Addresses that each route answers, and some that it nearly does. */
const addresses = Object.values(build.routes).flatMap((route) => {
  const above: string[] = [];
  for (let id: string | undefined = route?.id; id; id = build.routes[id]?.parentId)
    above.unshift(build.routes[id]?.path ?? "");
  const path = `/${above.filter(Boolean).join("/")}`.replace("*", "any/thing").replaceAll(/:\w+/g, "some-Thing");
  return [path, path.toUpperCase(), `${path}/`, `${path}/more`, `/x${path}`, path.replace(/^\/./, "/%6f"), `/${path}`];
});

test("every address leads to the same page among its part of the routes as among all", () => {
  const partFor = partsOf(build).find;
  expect(addresses.length).toBeGreaterThan(1000);
  for (const path of addresses) expect(matched(partFor(path).routes, path), path).toEqual(matched(build.routes, path));
});

test("a part's list for the browser holds the same routes as the part", () => {
  const { routes, assets } = partsOf(build).find("/judge/beijing-6/9");
  expect(Object.keys(assets.routes)).toEqual(Object.keys(routes));
  expect(assets.version).toBe("1");
});

test("a page's data are answered by the page's own part", () => {
  const partFor = partsOf(build).find;
  expect(partFor("/organize/rounds/a/table.data")).toBe(partFor("/organize/rounds/b/table"));
  expect(partFor("/_root.data")).toBe(partFor("/"));
});

test("a part is a small one, is made once, and names from outside make no new ones", () => {
  const partFor = partsOf(build).find;
  const parts = new Set(addresses.map((path) => partFor(path)));
  for (let name = 0; name < 1000; name++) parts.add(partFor(`/organize/${name}/${name}`)).add(partFor(`/${name}/x`));
  expect(parts.size).toBeLessThan(100);
  expect(Object.keys(partFor("/judge/beijing-6/9/draft").routes).length).toBeLessThan(Object.keys(all).length / 8);
  expect(partFor("/__manifest")).toBe(build);
});
