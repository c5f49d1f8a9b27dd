import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { z } from "zod";
import { addUser } from "~/commands/accounts/add-user.ts";
import { forgetFactor } from "~/commands/accounts/forget-factor.ts";
import { removeUserRole } from "~/commands/accounts/remove-user-role.ts";
import type { Role } from "~/rules/accounts/access.ts";
import { versionIn } from "~/rules/releases/public-view.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";

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

export async function addUserTo(
  email: string,
  options: { role: Role; name?: string; edition?: string; round?: string },
): Promise<void> {
  const { role, edition, round } = options;
  const name = options.name ?? email.split("@")[0] ?? email;
  const outcome = await withOperatorDatabase(({ database: { db } }) => addUser(db, { ...options, email, name }));
  if (!outcome.ok) {
    throw new CliRefusal(
      outcome.error.type === "unknown-edition" ? `there is no edition ${edition}` : `there is no round ${round}`,
    );
  }
  const where = edition ? `in edition ${edition}` : round ? `in round ${round}` : "everywhere";
  print(`${email} is ${role} ${where}`);
}

export async function removeRoleOf(
  email: string,
  options: { role: Role; reason: string; edition?: string; round?: string },
): Promise<void> {
  const { role, edition, round } = options;
  const outcome = await withOperatorDatabase(({ database: { db } }) => removeUserRole(db, { ...options, email }));
  const where = edition ? `in edition ${edition}` : round ? `in round ${round}` : "everywhere";
  if (!outcome.ok) {
    const why = {
      "unknown-edition": `there is no edition ${edition}`,
      "unknown-round": `there is no round ${round}`,
      "no-such-role": `${email} is not ${role} ${where}`,
      "seated-judge": "a judge is taken off the panel, on its page",
    };
    throw new CliRefusal(why[outcome.error.type]);
  }
  print(`${email} is not ${role} ${where} any more; sessions ended: ${outcome.sessions}`);
}

export async function forgetFactorOf(email: string): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => forgetFactor(db, email));
  if (!outcome.ok)
    throw new CliRefusal(
      outcome.error.type === "unknown-user" ? `there is nobody with ${email}` : `${email} has no second factor`,
    );
  print(`${email} has no second factor any more`);
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
