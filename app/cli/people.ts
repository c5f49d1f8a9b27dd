import { addUser } from "~/commands/accounts/add-user.ts";
import { forgetFactor } from "~/commands/accounts/forget-factor.ts";
import { removeUserRole } from "~/commands/accounts/remove-user-role.ts";
import { setSigningWait, waiveWaitOf } from "~/commands/releases/operate-signing.ts";
import type { Role } from "~/rules/accounts/access.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { CliRefusal, print } from "./words.ts";

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
