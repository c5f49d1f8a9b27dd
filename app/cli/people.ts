import { resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { z } from "zod";
import { addUser } from "~/commands/accounts/add-user.ts";
import { forgetFactor } from "~/commands/accounts/forget-factor.ts";
import { removeUserRole } from "~/commands/accounts/remove-user-role.ts";
import { setSigningWait, waiveWaitOf } from "~/commands/releases/operate-signing.ts";
import type { Role } from "~/rules/accounts/access.ts";
import { versionIn } from "~/rules/releases/public-view.ts";
import { signingWait } from "~/rules/releases/signing-wait.ts";
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
  const passkeys = outcome.passkeys > 0 ? `; passkeys removed: ${outcome.passkeys}` : "";
  print(`${email} has no second factor any more${passkeys}`);
}

const unwaived = {
  "unknown-user": ({ email }: { email: string }) => `there is nobody with ${email}`,
  "unknown-round": ({ round }: { round: string }) => `there is no round ${round}`,
  "no-role": ({ email, role, round }: { email: string; role: Role; round: string }) =>
    `${email} is no ${role} in round ${round}`,
  "not-waiting": ({ email, role, round }: { email: string; role: Role; round: string }) =>
    `${email} may sign as ${role} in round ${round} already`,
};

export async function waiveWaitFor(
  email: string,
  options: { role: Role; round: string; reason: string },
): Promise<void> {
  const waiver = { ...options, email };
  const outcome = await withOperatorDatabase(({ database: { db } }) => waiveWaitOf(db, waiver));
  if (!outcome.ok) throw new CliRefusal(unwaived[outcome.error.type](waiver));
  print(`${email} may sign as ${options.role} in round ${options.round} from now on`);
}

export async function setSigningWaitOf(edition: string, hours: number, { reason }: { reason: string }): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => setSigningWait(db, { edition, hours, reason }));
  if (!outcome.ok) throw new CliRefusal(`there is no edition ${edition}`);
  print(
    `a signing role in edition ${edition} is held for ${hours} hours before it signs (before: ${outcome.value.before})`,
  );
}

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
