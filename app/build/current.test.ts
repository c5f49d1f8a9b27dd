import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDirectory, bundle } from "./current.mjs";

let folder = "";
let built: Awaited<ReturnType<typeof bundle>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "build-"));
  built = await bundle(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** The packages that a built module loads before it runs, itself or by what it imports. */
function packagesOf(name: string): string[] {
  const outputs = new Map(Object.entries(built.outputs).map(([file, output]) => [basename(file), output]));
  const seen = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path, kind, external } of outputs.get(file)?.imports ?? []) {
      if (kind !== "import-statement") continue;
      if (!external) visit(basename(path));
      else if (!path.startsWith("node:")) packages.add(path);
    }
  };
  visit(name);
  expect(seen.size, name).toBeGreaterThan(0);
  return [...packages].sort();
}

test("the process that supervises loads PostgreSQL's client and nothing else, and so does not grow with the product", () => {
  expect(packagesOf("start.js")).toEqual(["postgres"]);
});

test("the process that prepares loads neither pages nor the store of files that is not used", () => {
  const packages = packagesOf("prepare.js");
  expect(packages).toContain("kysely");
  expect(packages.filter((name) => /^(react|@remix-run|@aws-sdk|@tus\/s3|better-auth|@react-pdf)/.test(name))).toEqual(
    [],
  );
});

test("each process has its module in a build, and a second one who builds the same does no harm", async () => {
  await bundle(folder);
  expect(await readdir(folder)).toEqual(["node"]);
  expect(await readdir(join(folder, "node"))).toEqual(
    expect.arrayContaining(["start", "prepare", "pages", "serve", "cli"].map((name) => `${name}.js`)),
  );
});

test("every thread that is started has its module in a build", async () => {
  const modules = new Set<string>();
  for (const file of await readdir("app", { recursive: true })) {
    if (!/\.tsx?$/.test(file) || file.includes(".test.")) continue;
    for (const [, module = ""] of (await readFile(join("app", file), "utf8")).matchAll(/startThread\("([^"]+)"/g))
      modules.add(`${basename(module).replace(/\.tsx?$/, "")}.js`);
  }
  expect(modules.size).toBeGreaterThan(3);
  expect(await readdir(join(folder, "node"))).toEqual(expect.arrayContaining([...modules]));
});

test("a changed source has a build of its own, changed tests have not", async () => {
  const root = join(folder, "sources");
  for (const name of ["app/rules", "db", "public"]) await mkdir(join(root, name), { recursive: true });
  for (const file of ["package-lock.json", "vite.config.ts", "remix.config.js", "tsconfig.json"])
    await cp(file, join(root, file));
  await writeFile(join(root, "app/rules/tie.ts"), "export const tie = 1;");
  await writeFile(join(root, "app/rules/tie.test.ts"), "expect(tie).toBe(1);");
  const first = buildDirectory(root);
  expect(basename(first)).toMatch(/^[0-9a-f]{16}$/);
  await writeFile(join(root, "app/rules/tie.test.ts"), "expect(tie).toBe(2);");
  expect(buildDirectory(root)).toBe(first);
  const names = new Set([first]);
  for (const file of ["app/rules/tie.ts", "db/new.ts", "public/icon.svg", "package-lock.json"]) {
    await writeFile(join(root, file), "changed");
    names.add(buildDirectory(root));
  }
  expect(names.size).toBe(5);
});
