import type { LoaderFunctionArgs } from "@remix-run/node";
import { heatCalendar } from "~/mail/heats/heat-invitation.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { findPublicRound } from "~db/queries/editions/public-editions.ts";

/** A stop of the tour as a calendar file, in the visitor's language. */
export async function loader({ context, params }: LoaderFunctionArgs): Promise<Response> {
  const round = await findPublicRound(context.publicDb, params.round ?? "");
  if (!round?.startsAt || round.editionState !== "open") throw notFound();
  const { locale, settings } = context;
  const url = `${settings.baseUrl}/heats/${round.slug}`;
  const place = [inLocale(locale, round.city, round.cityEn), inLocale(locale, round.venue, round.venueEn)];
  const file = heatCalendar({
    uid: `${round.slug}@${new URL(settings.baseUrl).hostname}`,
    sequence: 0,
    issuedAt: now(),
    startsAt: round.startsAt,
    title: inLocale(locale, round.title, round.titleEn),
    place: place.filter(Boolean).join(" ") || null,
    description: formatDateTime(round.startsAt, locale, round.timeZone),
    url,
  });
  const headers = { "Content-Type": file.type, "Content-Disposition": `attachment; filename="${round.slug}.ics"` };
  return new Response(file.content, { headers });
}
