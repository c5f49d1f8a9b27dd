import { expect, it } from "vitest";
import { readList, shortened } from "./route-list.ts";

const flags = {
  hasAction: false,
  hasLoader: true,
  hasClientAction: false,
  hasClientLoader: false,
  hasErrorBoundary: false,
};
const routes = {
  root: {
    ...flags,
    id: "root",
    path: "",
    hasErrorBoundary: true,
    module: "/assets/root-1.js",
    css: ["/assets/root.css"],
  },
  "routes/home": { ...flags, id: "routes/home", parentId: "root", index: true, module: "/assets/home-2.js" },
  "routes/round": { ...flags, id: "routes/round", parentId: "root", path: "r/:round", module: "/assets/round-3.js" },
  "routes/day": {
    ...flags,
    id: "routes/day",
    parentId: "routes/round",
    path: "day",
    hasAction: true,
    module: "/assets/day-4.js",
  },
};

it("the short list of pages says what the long one says, with the imports that the page itself names", () => {
  const long = {
    entry: { module: "/assets/entry-0.js", imports: ["/assets/a.js"] },
    routes: Object.fromEntries(
      Object.entries(routes).map(([id, route]) => [id, { ...route, imports: ["/assets/a.js", "/assets/b.js"] }]),
    ),
    url: "/assets/manifest-0a.js",
    version: "0a",
  };
  const onPage = ["/assets/manifest-0a.js", "/assets/entry-0.js", "/assets/a.js", "/assets/b.js", "/assets/root-1.js"];
  const short = readList(shortened(long), onPage);
  expect(JSON.parse(JSON.stringify(short))).toEqual({
    ...long,
    entry: { module: "/assets/entry-0.js", imports: ["/assets/a.js", "/assets/b.js", "/assets/root-1.js"] },
    routes: Object.fromEntries(Object.entries(routes).map(([id, route]) => [id, { ...route, imports: [] }])),
  });
});
