import { terminalLine } from "~/primitives/terminal-line.ts";

/** One reason why a folder is refused. In a CSV file `column` counts fields, in JSON characters; both from 1. */
export interface FolderProblem {
  file: string;
  line?: number;
  column?: number;
  reason: string;
}

const mostProblems = 20;

/** Thrown where reading on would only find more of the same. */
export class TooManyProblems extends Error {}

/** The problems of one folder, the first twenty in the order they were met. */
export class FolderProblems {
  readonly list: FolderProblem[] = [];

  /** Throws TooManyProblems with the twentieth. */
  add(problem: FolderProblem): void {
    this.list.push(problem);
    if (this.list.length >= mostProblems) throw new TooManyProblems();
  }

  get any(): boolean {
    return this.list.length > 0;
  }
}

/** "scores.csv:17:4: mark 10.25 is above the maximum 10 of criterion SS" */
export function printProblem({ file, line, column, reason }: FolderProblem): string {
  return terminalLine(`${[file, line, column].filter((part) => part !== undefined).join(":")}: ${reason}`);
}
