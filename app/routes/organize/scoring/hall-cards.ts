import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { hallCardsPaper } from "~/reads/documents/hall-cards.ts";
import { hallPartOf } from "~/rules/standings/hall.ts";
import { hallCardsIn, hallCodeDigest, hallCodes } from "~/services/auth/hall-code.ts";
import { printAnswer } from "~/services/documents/print-answer.ts";
import { roundFor } from "~/services/http/guard.ts";
import { countCodesAmong } from "~db/queries/scoring/hall.ts";
import { findRule } from "~db/queries/standings/rules.ts";

/** The voting cards that this browser has just made, as PDF; without their seed, or once they are void, back to where they are made. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  const { db, auth, locale, settings } = context;
  const gone = () => redirect(`/organize/rounds/${round.slug}/hall?cards=gone`, 303);
  const cards = hallCardsIn(request);
  const rule = cards && (await findRule(db, round.id));
  const part = rule && hallPartOf(rule);
  if (!cards || !part) return gone();
  const codes = hallCodes(cards);
  const digests = codes.map((code) => hallCodeDigest(auth, code));
  if ((await countCodesAmong(db, round.id, digests)) < cards.count) return gone();
  return await printAnswer(
    { request, context },
    {
      paper: hallCardsPaper({ locale, round, codes, choices: part.hall.choices, baseUrl: settings.baseUrl }),
      disposition: "inline",
      name: {
        plain: `voting-cards-${round.slug}.pdf`,
        full: `${i18nFor(locale).t("hall:paper.file")}-${round.slug}.pdf`,
      },
    },
  );
}
