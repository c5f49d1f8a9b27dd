/** The first thing that is wrong with a bundle. `at` is a byte (from 0), a path in the file, or an entry and its field. */
export type BundleFlaw =
  | { type: "not-utf8" | "not-json" }
  | { type: "not-canonical"; at: number }
  | { type: "wrong-shape" | "wrong-inputs"; at: string; said: string }
  | { type: "wrong-signature" | "other-key"; key: string }
  | { type: "wrong-digest"; found: string; said: string }
  | { type: "wrong-release" | "wrong-audit"; at: string }
  | { type: "other-standings"; at: string; found: string; said: string };

/** The flaw in one English line. */
export function printFlaw(flaw: BundleFlaw): string {
  switch (flaw.type) {
    case "not-utf8":
      return "it is not UTF-8 text";
    case "not-json":
      return "it is not JSON";
    case "not-canonical":
      return `byte ${flaw.at} is not as a bundle is written`;
    case "wrong-shape":
      return `${flaw.at || "the file"} is not as a bundle has it: ${flaw.said}`;
    case "wrong-inputs":
      return `${flaw.at} ${flaw.said}`;
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
      return `${flaw.at}: the rule gives ${flaw.found}, the file says ${flaw.said}`;
  }
}
