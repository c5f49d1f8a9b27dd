import type { Auth } from "../../app/services/auth/auth.ts";
import { signInAs } from "../../app/services/auth/sign-in.ts";

/** A session of that person as a Cookie header. */
export async function cookieOf(auth: Auth, userId: string): Promise<string> {
  const headers = await signInAs(auth, userId);
  return headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
}
