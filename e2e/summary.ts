import { existsSync, readFileSync } from "node:fs";
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const vitestReport = ".cache/vitest.json";

/** What the page held where a test failed, and the last line of `npm test`: how many tests of both runners passed and failed. */
export default class Summary implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();
  private readonly held: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    this.outcomes.set(test.id, result.status);
    if (result.status !== "passed") this.held.push(`${test.title}\n${pageIn(result)}`);
  }

  onEnd(run: FullResult): void {
    const ours = [...this.outcomes.values()];
    const unit = existsSync(vitestReport) ? JSON.parse(readFileSync(vitestReport, "utf8")) : {};
    const passed = ours.filter((status) => status === "passed").length + (unit.numPassedTests ?? 0);
    const failed =
      ours.filter((status) => status === "failed" || status === "timedOut").length + (unit.numFailedTests ?? 0);
    const counted = run.status === "passed" || failed > 0 ? failed : failed + 1;
    for (const page of this.held) process.stdout.write(`\nWhat the page held: ${page}\n`);
    process.stdout.write(`\n${passed} passed, ${counted} failed\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}

/** The page of a failed test as those read it who do not see: roles and names, what fits on a screen or two. */
function pageIn({ attachments }: TestResult): string {
  const path = attachments.find(({ name }) => name === "error-context")?.path;
  const page = path && existsSync(path) ? readFileSync(path, "utf8").split("```yaml\n")[1] : undefined;
  return (page ?? "no page").split("```")[0]?.slice(0, 4000) ?? "";
}
