import { resolve } from "node:path";

/** npm runs scripts in the package's folder; the operator means the one they are in. */
export function pathFrom(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: from } = process.env;
  return resolve(script === "contest" && from ? from : ".", path);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** An expected "no", told in one line. */
export class Refused extends Error {}
