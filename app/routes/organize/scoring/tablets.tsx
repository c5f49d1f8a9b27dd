import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { issuePairingCode } from "~/commands/scoring/issue-pairing-code.ts";
import { revokeTablet } from "~/commands/scoring/revoke-tablet.ts";
import { answerForm, readForm, refused } from "~/forms/action.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { tabletsPart } from "~/reads/scoring/table-view.ts";
import { codeHalves } from "~/rules/scoring/pairing.ts";
import { newPairingCode, tabletDigest } from "~/services/auth/tablet.ts";
import { roundFor } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { titled } from "~/ui/page-title.ts";
import { type TabletsAnswer, TabletsCard } from "./tablets-card.tsx";
import { useLiveTablets } from "./use-live-table.ts";

/** The judges' tablets by themselves; the same card stands at the scorer's table, and its forms come here. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "see-scores");
  return {
    title: i18nFor(context.locale).t("tablet:card.title"),
    tablets: await tabletsPart(context, { actor, round }),
  };
}

/** Issues a code (shown in the answer, and never again) or ends a tablet's session. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent } = await readForm({ request, context });
  const { round } = params;
  if (intent === "revoke") {
    const answer = await revokeTablet(by, { round, tabletId: form.get("tablet") });
    return answerForm(request, answer, new URL(request.url).pathname);
  }
  const code = newPairingCode();
  const codeDigest = tabletDigest(context.auth, "code", code);
  const answer = await issuePairingCode(by, { round, judge: form.get("judge"), codeDigest });
  if (!answer.ok) return refused(answer.error, request);
  const address = new URL("/pair", context.settings.baseUrl);
  const scanned = new URL(`?code=${code}`, address).href;
  return data({ issued: { ...answer.value, code: codeHalves(code), address: address.href, qr: qrCode(scanned) } });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function TabletsPage(): ReactNode {
  const { t } = useTranslation("tablet");
  const { tablets } = useLoaderData<typeof loader>();
  const answer = useActionData<TabletsAnswer>();
  const live = useLiveTablets(tablets.round.slug, tablets);
  return (
    <div className="grid gap-5">
      <h2 className="sr-only">{t("card.title")}</h2>
      <TabletsCard part={tablets} live={live} answer={answer} />
    </div>
  );
}
