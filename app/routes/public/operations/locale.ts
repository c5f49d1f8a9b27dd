import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { parseForm } from "~/forms/action.ts";
import { readFields } from "~/forms/fields.ts";
import { locales } from "~/locales/index.ts";
import { localPath } from "~/services/http/guard.ts";

const form = z.object({ locale: z.enum(locales), back: z.string().default("/") });
const year = 60 * 60 * 24 * 365;

/** Keeps the chosen language in a cookie and goes back to where the person was. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const parsed = parseForm(await readFields(request), form);
  if (!parsed.ok) return redirect("/", 303);
  const cookie = `locale=${parsed.value.locale}; Path=/; Max-Age=${year}; SameSite=Lax`;
  return redirect(localPath(parsed.value.back), { status: 303, headers: { "Set-Cookie": cookie } });
}

export function loader(): Response {
  return redirect("/");
}
