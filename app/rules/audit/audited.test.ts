import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { audited } from "./audited.ts";

/** Every name under which the code leaves an entry: of commands, and of what is recorded like one. */
function namesInCode(): Set<string> {
  const names = new Set<string>();
  for (const room of ["commands", "services"]) {
    const root = `${import.meta.dirname}/../../${room}`;
    for (const file of readdirSync(root, { recursive: true, encoding: "utf8" })) {
      if (!file.endsWith(".ts") || file.endsWith(".test.ts")) continue;
      const text = readFileSync(`${root}/${file}`, "utf8");
      const begun = text.match(/\bcommand\(\{/g)?.length ?? 0;
      const named = [...text.matchAll(/\bcommand\(\{\s*name: "([a-z-]+)"/g)];
      // What this test cannot read, nobody can look up either
      if (file !== "command.ts") expect([file, named.length]).toEqual([file, begun]);
      const recorded = text.includes("appendAudit") ? [...text.matchAll(/\bcommand: "([a-z-]+)"/g)] : [];
      for (const [, name = ""] of [...named, ...recorded]) names.add(name);
    }
  }
  return names;
}

test("everything that leaves an entry in the audit trail is listed once, and nothing else", () => {
  const listed = Object.values(audited).flat();
  expect(new Set(listed).size).toBe(listed.length);
  expect([...namesInCode()].sort()).toEqual([...listed].sort());
});
