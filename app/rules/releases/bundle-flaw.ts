import { terminalLine } from "~/primitives/terminal-line.ts";

/** The first thing that is wrong with a bundle. `at` is a byte (from 0), a path in the file, or an entry and its field. */
export type BundleFlaw =
  | { type: "not-utf8" | "not-json" | "too-deep" }
  | { type: "not-canonical"; at: number }
  | { type: "wrong-shape"; at: string; said: ShapeFault; member?: string }
  | { type: "wrong-inputs"; at: string; said: InputFault; mark?: string; limit?: string }
  | { type: "wrong-signature" | "other-key"; key: string }
  | { type: "wrong-digest"; found: string; said: string }
  | { type: "wrong-release" | "wrong-audit"; at: string }
  /** `null`: nothing stands there. */
  | { type: "other-standings"; at: string; found: string | null; said: string | null };

/** Why something in the file is not as a bundle has it; `member` names what is unknown. */
export type ShapeFault = "unknown-member" | "other-kind" | "other-form";

/** Why the inputs are none; `mark` and `limit` in points, as they stand in the file. */
export type InputFault =
  | "twice"
  | "no-step"
  | "no-entry"
  | "no-judge"
  | "no-criterion"
  | "above-max"
  | "off-step"
  | "not-a-mark";

/** The flaw in one English line for a terminal, whatever the file holds. */
export function printFlaw(flaw: BundleFlaw): string {
  return terminalLine(wordsOf(flaw));
}

function wordsOf(flaw: BundleFlaw): string {
  switch (flaw.type) {
    case "not-utf8":
      return "it is not UTF-8 text";
    case "not-json":
      return "it is not JSON";
    case "too-deep":
      return "it is nested deeper than a bundle is";
    case "not-canonical":
      return `byte ${flaw.at} is not as a bundle is written`;
    case "wrong-shape":
      return `${flaw.at || "the file"} is not as a bundle has it: ${shapeFault(flaw)}`;
    case "wrong-inputs":
      return `${flaw.at} ${inputFault(flaw)}`;
    case "wrong-signature":
      return `the signature by key ${flaw.key} does not hold: something was altered after it was signed`;
    case "other-key":
      return `it is signed by another key, ${flaw.key}`;
    case "wrong-digest":
      return `the table has digest ${flaw.found}, and what was signed at the release is ${flaw.said}`;
    case "wrong-release":
    case "wrong-audit":
      return `${flaw.at} does not fit the rest`;
    case "other-standings":
      return `${flaw.at}: the rule gives ${flaw.found ?? "nothing"}, the file says ${flaw.said ?? "nothing"}`;
  }
}

function shapeFault({ said, member }: { said: ShapeFault; member?: string }): string {
  const words: Record<ShapeFault, string> = {
    "unknown-member": `"${member}" has no place there`,
    "other-kind": "it is missing, or of another kind",
    "other-form": "it is written otherwise",
  };
  return words[said];
}

function inputFault({ said, mark, limit }: { said: InputFault; mark?: string; limit?: string }): string {
  const words: Record<InputFault, string> = {
    twice: "is there twice",
    "no-step": "has no step or no maximum",
    "no-entry": "is of no entry",
    "no-judge": "is of no judge",
    "no-criterion": "is of no criterion",
    "above-max": `is ${mark}, above the maximum ${limit}`,
    "off-step": `is ${mark}, off the step ${limit}`,
    "not-a-mark": `is ${mark}, which is no mark`,
  };
  return words[said];
}
