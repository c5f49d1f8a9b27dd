import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** The attachment of a failed test that says what each of its pages showed. */
export const heldPages = "held pages";

const vitestReport = ".cache/vitest.json";

/** What the pages held where a test failed, why it failed, and the last line of `npm test`: how many tests of both runners passed and failed. */
export default class Summary implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();
  private readonly held: string[] = [];
  private readonly reasons: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    this.outcomes.set(test.id, result.status);
    if (result.status === "passed") return;
    this.held.push(`${test.title}\n${pageIn(result)}`);
    const said = result.errors.map(({ message = "" }) => stripVTControlCharacters(message).slice(0, 1_500));
    this.reasons.push(`${test.title}\n${said.join("\n")}`);
  }

  onEnd(run: FullResult): void {
    const ours = [...this.outcomes.values()];
    const unit = existsSync(vitestReport) ? JSON.parse(readFileSync(vitestReport, "utf8")) : {};
    const passed = ours.filter((status) => status === "passed").length + (unit.numPassedTests ?? 0);
    const failed =
      ours.filter((status) => status === "failed" || status === "timedOut").length + (unit.numFailedTests ?? 0);
    const counted = run.status === "passed" || failed > 0 ? failed : failed + 1;
    for (const page of this.held) process.stdout.write(`\nWhat the pages held: ${page}\n`);
    // Whoever reads the end of a long log alone shall know why
    for (const reason of this.reasons) process.stdout.write(`\nWhy: ${reason}\n`);
    process.stdout.write(`\n${passed} passed, ${counted} failed\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}

/** What the test's pages showed when it failed (`heldPages`). */
function pageIn({ attachments }: TestResult): string {
  return attachments.find(({ name }) => name === heldPages)?.body?.toString() ?? "no page";
}
