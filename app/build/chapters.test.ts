import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

/** What the check of the chapters says against a house with these folders, the glossary being the real one. */
function foldersThatAreNoChapter(folders: string[]): string[] {
  const house = mkdtempSync(join(tmpdir(), "house-"));
  try {
    const rooms = ["rules", "reads", "commands", "mail", "locales/en", "locales/zh-CN", "routes"];
    for (const folder of ["docs", "db/queries", ...rooms.map((room) => `app/${room}`), ...folders])
      mkdirSync(join(house, folder), { recursive: true });
    copyFileSync("docs/glossary.md", join(house, "docs/glossary.md"));
    const { stderr } = spawnSync(process.execPath, [resolve(".ci/chapters.mjs")], { cwd: house, encoding: "utf8" });
    return [...stderr.matchAll(/^(.+): no chapter of docs\/glossary\.md$/gm)].map(([, folder = ""]) => folder);
  } finally {
    rmSync(house, { recursive: true });
  }
}

test("a folder of every room is a chapter of the glossary; a term of the field is none", () => {
  const terms = ["app/rules/judge", "app/rules/carry", "app/commands/held", "app/routes/judge/deliberation"];
  const chapters = ["app/rules/scoring", "app/commands/operations", "db/queries/accounts", "app/routes/judge/scoring"];
  expect(foldersThatAreNoChapter([...chapters, ...terms]).sort()).toEqual(terms.toSorted());
});
