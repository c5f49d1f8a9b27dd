import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { notFound } from "~/services/http/guard.ts";
import { openLink } from "~db/queries/recommenders.ts";

const sixtyDays = 60 * 24 * 3600;

/** A recommender's link: the next application begun in this browser counts as theirs. Leads to the edition's page. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const link = await openLink(context.db, params.key ?? "");
  if (!link) throw notFound();
  const secure = new URL(context.settings.baseUrl).protocol === "https:" ? "; Secure" : "";
  const cookie = `recommender=${link.key}; Path=/; Max-Age=${sixtyDays}; HttpOnly; SameSite=Lax${secure}`;
  const here = new URL(request.url).searchParams.has("apply") ? "/apply" : `/editions/${link.editionSlug}`;
  return redirect(here, { status: 303, headers: { "Set-Cookie": cookie } });
}

/** Never shown: it makes of this a page, so that a link that is none is answered with words and not with nothing. */
export default function Link(): null {
  return null;
}
