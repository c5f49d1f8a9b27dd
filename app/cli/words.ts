import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { z } from "zod";
import { versionIn } from "~/rules/releases/public-view.ts";
import { signingWait } from "~/rules/releases/signing-wait.ts";

/** npm runs scripts in the package's folder; the operator means the one they are in. */
export function pathFrom(path: string): string {
  const { npm_lifecycle_event: script, INIT_CWD: from } = process.env;
  return resolve(script === "contest" && from ? from : ".", path);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** An expected "no", told in one line. */
export class CliRefusal extends Error {}

export function hoursArgument(text: string): number {
  const { least, most } = signingWait;
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : most + 1;
  if (hours <= most) return hours;
  throw new InvalidArgumentError(`It is no whole number from ${least} to ${most}.`);
}

export function reasonArgument(text: string): string {
  const reason = text.trim();
  if (reason.length >= 4 && reason.length <= 500) return reason;
  throw new InvalidArgumentError("A reason has 4 to 500 characters.");
}

export function keyArgument(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is no public key.");
}

export function emailArgument(text: string): string {
  if (z.email().safeParse(text).success) return text.toLowerCase();
  throw new InvalidArgumentError("It is no e-mail address.");
}

export function digestArgument(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("It is no digest: 64 hexadecimal digits.");
}

export function versionArgument(text: string): number {
  const version = versionIn(text);
  if (version === null) throw new InvalidArgumentError("It is no number of a version.");
  return version;
}
