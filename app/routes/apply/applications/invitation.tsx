import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { sha256Hex } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { findProgress, isDayOver } from "~/reads/applications/progress.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { Button, LinkButton, useHydrated } from "~/ui/button.tsx";
import { DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { titled } from "~/ui/page-title.ts";
import { QrPicture } from "~/ui/qr-code.tsx";
import { findInvitation } from "~db/queries/heats/attendances.ts";
import { ownApplication } from "./application.server.ts";

/** The applicant's invitation to the heat, or with `round` to the final, with the code by which the staff signs them in; a 404 until they may know of it. */
export async function loader(args: LoaderFunctionArgs) {
  const { application } = await ownApplication(args);
  const { db, locale, settings } = args.context;
  const final = new URL(args.request.url).searchParams.get("round");
  const at = now();
  const known =
    final === null || (await findProgress(db, [application.id], at)).get(application.id)?.final?.slug === final;
  const found = known ? await findInvitation(db, application.id, final) : undefined;
  if (!found) throw notFound();
  const { slug, title, titleEn, venue, venueEn, startsAt, timeZone, lateRule } = found;
  const { code, answers } = application;
  // Whoever is no longer on the list, and was not told so yet, sees no difference here: their code is nobody's
  const ticket = found.ticket ?? sha256Hex(`${code} ${slug}`).slice(0, 32);
  return {
    documentTitle: `${i18nFor(locale).t("runSheet:invitation.title")} · ${code}`,
    code,
    startsAt,
    timeZone,
    lateRule,
    over: isDayOver(found, at),
    project: inLocale(locale, answers.projectTitle ?? "", answers.projectTitleEn ?? null),
    round: inLocale(locale, title, titleEn),
    venue: inLocale(locale, venue, venueEn),
    qr: qrCode(`${settings.baseUrl}/organize/rounds/${slug}/run-sheet?ticket=${ticket}`),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Invitation(): ReactNode {
  const { t } = useTranslation("runSheet");
  const { code, project, round, venue, startsAt, timeZone, lateRule, over, qr } = useLoaderData<typeof loader>();
  const hydrated = useHydrated();
  return (
    <article className="mx-auto grid w-full max-w-180 gap-6">
      <div className="grid gap-2">
        <h1 className="font-serif text-3xl sm:text-4xl">{t("invitation.title")}</h1>
        {over ? null : <p className="text-lg text-ink-soft">{t("invitation.lead")}</p>}
      </div>
      <div className="keep-together grid items-center gap-6 rounded border border-line bg-surface p-5 sm:grid-cols-[16rem_minmax(0,1fr)]">
        <QrPicture {...qr} label={t("invitation.codeAlt")} className="mx-auto w-full max-w-64 rounded" />
        <DetailList
          items={[
            { term: t("invitation.project"), detail: <strong className="text-lg">{project}</strong> },
            { term: t("invitation.heat"), detail: round },
            {
              term: t("invitation.when"),
              detail: startsAt ? <DateTime at={startsAt} timeZone={timeZone} /> : t("invitation.open"),
            },
            { term: t("invitation.where"), detail: venue || t("invitation.open") },
            { term: t("invitation.number"), detail: <span className="font-mono">{code}</span> },
          ]}
        />
      </div>
      <div className="grid gap-1">
        <p className="font-semibold">
          {over ? t("invitation.over") : t(lateRule === "out" ? "invitation.lateRule_out" : "invitation.lateRule_last")}
        </p>
        <p className="text-ink-soft">{t("invitation.private")}</p>
      </div>
      <div className="no-print flex flex-wrap gap-3">
        {hydrated ? (
          <Button type="button" kind="primary" icon="print" onClick={() => window.print()}>
            {t("invitation.print")}
          </Button>
        ) : null}
        <LinkButton to={`/apply/${code}`} icon="file">
          {t("invitation.view")}
        </LinkButton>
      </div>
    </article>
  );
}
