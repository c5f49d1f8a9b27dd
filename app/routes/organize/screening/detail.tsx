import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { localTime } from "~/primitives/local-time.ts";
import { actOnApplication, decisionOf } from "~/reads/screening/detail-acts.ts";
import { detailView } from "~/reads/screening/detail-view.ts";
import { refused } from "~/routes/refused.ts";
import { can } from "~/rules/accounts/access.ts";
import { usualReturnUntil } from "~/rules/screening/correction.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";
import { now } from "~/services/clock.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { Answered } from "./answered.tsx";
import { DetailColumns } from "./detail-columns.tsx";
import { DetailHeader } from "./detail-header.tsx";

/** An application that was handed in, with all that its screeners need; drafts are not there for them. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db } = args.context;
  const application = await findApplication(db, args.params.code ?? "");
  if (!application?.submittedAt || !can(actor, "screen", { editionId: application.editionId })) throw notFound();
  const filter = filterOf(new URL(args.request.url).searchParams);
  const { code, state, announcedState, version, answers, submittedAt, applicantEmail, withdrawnReason } = application;
  const { roundSlug, wishedRoundSlug, returnUntil } = application;
  const { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn } = application;
  return {
    documentTitle: `${answers.projectTitle ?? code} · ${code}`,
    editionSlug: application.editionSlug,
    query: queryOf(filter),
    application: {
      ...{ code, state, announcedState, version, answers, submittedAt, applicantEmail, withdrawnReason },
      ...{ roundSlug, wishedRoundSlug, returnUntil },
    },
    chosen: { roundTitle, roundTitleEn, trackTitle, trackTitleEn, groupTitle, groupTitleEn },
    until: localTime(usualReturnUntil(now()), "Asia/Shanghai"),
    ...(await detailView(db, actor, application, filter)),
  };
}

/** Decides, checks, assigns. What is refused comes back with its reason and with what was written. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const { outcome, answer } = await actOnApplication(await senderOf(context, form), params.code, form);
  if (answer.ok) {
    const { pathname, searchParams } = new URL(request.url);
    searchParams.set("done", outcome);
    return redirect(`${pathname}?${searchParams}`, 303);
  }
  const refusal = refused(answer.error, request);
  const { decision, round, reason, corrections } = decisionOf(form);
  const sent = {
    ...{ decision, round, reason, until: textOf(form, "until") },
    corrections: corrections.map((each) => ({ path: String(each.path), reason: each.reason })),
  };
  const check = { ruleKey: textOf(form, "ruleKey"), found: textOf(form, "found"), note: textOf(form, "note") };
  return data({ ...refusal.data, intent: textOf(form, "intent"), sent, check }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function ScreeningDetail(): ReactNode {
  const page = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const [search] = useSearchParams();
  return (
    <div className="grid gap-6">
      <DetailHeader {...page} />
      <Answered
        refusal={refusal}
        done={search.get("done")}
        next={page.neighbours.next ? `/organize/applications/${page.neighbours.next}${page.query}` : null}
      />
      <DetailColumns page={page} refusal={refusal} />
    </div>
  );
}
