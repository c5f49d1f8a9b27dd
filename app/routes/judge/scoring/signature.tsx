import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { signSheet } from "~/commands/scoring/sign-sheet.ts";
import { answerForm, readSigning } from "~/forms/action.ts";
import { useSigningProblem } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { titled } from "~/ui/page-title.ts";
import { SheetSignature } from "./ended-sheet.tsx";
import { SheetBar } from "./outbox-status.tsx";
import { sheetView } from "./sheet-view.server.ts";

export const handle = { bare: true };

/** The own sheet's signature by itself: where the sheet's page sends it, and where it is shown when it is refused. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const view = await sheetView(db, { round, entry: params.entry ?? "", userId: actor.id, locale });
  if (!view) throw notFound();
  const documentTitle = i18nFor(locale).t("papers:sheet.title");
  return { ...view, documentTitle, idempotencyKey: crypto.randomUUID() };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { by, digest, signing } = await readSigning({ request, context });
  const answer = await signSheet(by, { round: params.round, entry: params.entry, digest, signing });
  return answerForm(request, answer, `/judge/${params.round}/${params.entry}`);
}

export default function SignaturePage(): ReactNode {
  const { t } = useTranslation("papers");
  const view = useLoaderData<typeof loader>();
  const problem = useSigningProblem(useActionData<typeof action>()?.error);
  return (
    <div className="flex min-h-dvh flex-col">
      <SheetBar view={view} recusable={false} answer={null} />
      <main id="main" tabIndex={-1} className="mx-auto grid w-full max-w-220 content-start gap-4 p-4">
        {problem && !problem.field ? (
          <Callout kind="danger" live>
            {problem.words}
          </Callout>
        ) : null}
        {view.signing ? (
          <SheetSignature view={view} signing={view.signing} error={problem?.field ? problem.words : undefined} />
        ) : (
          <Callout>{t("sheet.none")}</Callout>
        )}
        <LinkButton size="hall" icon="left" to={`/judge/${view.round.slug}/${view.entry.key}`}>
          {t("sheet.back")}
        </LinkButton>
      </main>
    </div>
  );
}
