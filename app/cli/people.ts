import { addUser } from "~/commands/accounts/add-user.ts";
import { forgetFactor } from "~/commands/accounts/forget-factor.ts";
import type { Role } from "~/rules/accounts/access.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { print, Refused } from "./terminal.ts";

export async function addUserTo(
  email: string,
  options: { role: Role; name?: string; edition?: string; round?: string },
): Promise<void> {
  const { role, edition, round } = options;
  const name = options.name ?? email.replace(/@.*$/, "");
  const outcome = await withOperatorDatabase(({ database: { db } }) => addUser(db, { ...options, email, name }));
  if (!outcome.ok) {
    throw new Refused(
      outcome.error.type === "unknown-edition" ? `there is no edition ${edition}` : `there is no round ${round}`,
    );
  }
  const where = edition ? `in edition ${edition}` : round ? `in round ${round}` : "everywhere";
  print(`${email} is ${role} ${where}`);
}

export async function forgetFactorOf(email: string): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => forgetFactor(db, email));
  if (!outcome.ok)
    throw new Refused(
      outcome.error.type === "unknown-user" ? `there is nobody with ${email}` : `${email} has no second factor`,
    );
  print(`${email} has no second factor any more`);
}
