import { existsSync, readFileSync } from "node:fs";
import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const vitestReport = ".cache/vitest.json";

/** The last line of `npm test`: how many tests of both runners passed and failed. */
export default class Summary implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();

  onTestEnd(test: TestCase, result: TestResult): void {
    this.outcomes.set(test.id, result.status);
  }

  onEnd(run: FullResult): void {
    const ours = [...this.outcomes.values()];
    const unit = existsSync(vitestReport) ? JSON.parse(readFileSync(vitestReport, "utf8")) : {};
    const passed = ours.filter((status) => status === "passed").length + (unit.numPassedTests ?? 0);
    const failed =
      ours.filter((status) => status === "failed" || status === "timedOut").length + (unit.numFailedTests ?? 0);
    const counted = run.status === "passed" || failed > 0 ? failed : failed + 1;
    process.stdout.write(`\n${passed} passed, ${counted} failed\n`);
  }

  printsToStdio(): boolean {
    return true;
  }
}
