import type { LoaderFunctionArgs } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { findProgress } from "~/reads/applications/progress.ts";
import { certificatePaper } from "~/reads/documents/certificate-paper.ts";
import { formatSerial, readSerial } from "~/rules/documents/certificate-serial.ts";
import { now } from "~/services/clock.ts";
import { printAnswer } from "~/services/documents/print-answer.ts";
import { notFound } from "~/services/http/guard.ts";
import { ownApplication } from "./application.server.ts";

/** The certificate of the applicant's own award, as long as it holds; any other is a 404. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { application } = await ownApplication({ request, context, params });
  const serial = readSerial(params.serial ?? "");
  const progress = (await findProgress(context.db, [application.id], now())).get(application.id);
  const round = [progress?.heat, progress?.final].find((each) => each?.certificate === serial);
  if (!serial || !round) throw notFound();
  const made = await certificatePaper(
    context,
    { id: round.roundId, editionId: application.editionId, title: round.title, titleEn: round.titleEn },
    serial,
  );
  if (!made) throw notFound();
  return await printAnswer(
    { request, context },
    {
      paper: made.paper,
      disposition: "attachment",
      name: {
        plain: `certificate-${serial}.pdf`,
        full: `${i18nFor(context.locale).t("certificates:pdf.file.certificates")}-${formatSerial(serial)}.pdf`,
      },
    },
  );
}
