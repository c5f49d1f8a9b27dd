import { withdrawInvitation, withdrawRole } from "~/commands/accounts/withdraw-role.ts";
import type { By } from "~/commands/command.ts";
import { textOf } from "~/forms/fields.ts";

/** Takes back the role or the invitation that the form is about; null when it is about something else. */
export async function withdrawByForm(by: By, intent: string, form: FormData) {
  const [what] = intent.split("-");
  const reason = textOf(form, "reason");
  const id = textOf(form, "id");
  if (what === "role") return await withdrawRole(by, { grantId: id, reason });
  if (what === "invitation") return await withdrawInvitation(by, { invitationId: id, reason });
  return null;
}
