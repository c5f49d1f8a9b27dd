import type { LoaderFunctionArgs } from "@remix-run/node";
import { printPapers } from "~/commands/documents/print-papers.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { paperOf, readPapers } from "~/reads/documents/paper.ts";
import { holdsPersonalData, paperNames } from "~/rules/documents/round-papers.ts";
import { printAnswer } from "~/services/documents/print-answer.ts";
import { assertProven, noFile, notFound, roundFor } from "~/services/http/guard.ts";

/** One of a round's papers as PDF: sheets.pdf, blank-sheets.pdf, summary.pdf, slips.pdf. Noted in the audit trail. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const name = paperNames.find((each) => new URL(request.url).pathname.endsWith(`/${each}.pdf`));
  if (!name || round.kind === "preliminary") throw notFound();
  if (holdsPersonalData(name)) assertProven(actor, request);
  const { paper, items } = paperOf(name, { locale, round, papers: await readPapers(db, round) });
  return await printAnswer(
    { request, context },
    {
      paper,
      disposition: "inline",
      name: {
        plain: `${name}-${round.slug}.pdf`,
        full: `${i18nFor(locale).t(`papers:pdf.file.${name}`)}-${round.slug}.pdf`,
      },
      note: async () => {
        const recorded = await printPapers({ db, actor }, { round: round.slug, paper: name, items });
        if (!recorded.ok) throw noFile(recorded.error, request);
      },
    },
  );
}
