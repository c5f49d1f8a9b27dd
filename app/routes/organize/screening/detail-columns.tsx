import type { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { Card } from "~/ui/card.tsx";
import { RevealIdentity } from "../applications/reveal-identity.tsx";
import { ChainList } from "../portrait/chain-list.tsx";
import { AttachmentsCard } from "./attachments-card.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { DecisionForms } from "./decision-forms.tsx";
import type { loader } from "./detail.tsx";
import { DuplicatesCard } from "./duplicates-card.tsx";
import { EligibilityCard, type SentCheck } from "./eligibility-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { PortraitCard } from "./portrait-card.tsx";
import { ProposalCard } from "./proposal-card.tsx";
import { ScreenerLine } from "./screener-line.tsx";
import { type SentBack, sentOf } from "./sent-decision.ts";
import { Shortcuts } from "./shortcuts.tsx";

interface Props {
  page: ReturnType<typeof useLoaderData<typeof loader>>;
  refusal: { error: Refusal & { fields?: FieldError[] }; intent: string; sent: SentBack; check: SentCheck } | undefined;
}

/** The application on the left; on the right, staying in sight, what is to be decided and what speaks for and against. */
export function DetailColumns({ page, refusal }: Props): ReactNode {
  const { t } = useTranslation(["deciding", "errors", "chains"]);
  const { application, proposal, idempotencyKey, targets, duplicates, identity, files, neighbours, query } = page;
  const twins = duplicates
    .filter(({ strength, sameEdition, state }) => strength === "strong" && sameEdition && state === "qualified")
    .map(({ code }) => code);
  const address = (code: string | null) => (code ? `/organize/applications/${code}${query}` : null);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_26rem]">
      <div className="grid min-w-0 gap-6 max-lg:order-last">
        {page.changes ? <ChangesCard changes={page.changes} files={files} /> : null}
        <AttachmentsCard attachments={page.attachments} />
        <ApplicationAnswers
          answers={application.answers}
          chosen={page.chosen}
          identityMasked={identity ? identity.masked : null}
        />
        <PortraitCard code={application.code} portrait={page.portrait} />
        <Card title={t("chains:card")}>
          <ChainList
            matches={page.chains}
            track={{ title: page.chosen.trackTitle, titleEn: page.chosen.trackTitleEn }}
          />
        </Card>
        {identity ? (
          <Card title={t("page.identity")} className="no-print">
            <RevealIdentity code={application.code} {...identity} />
          </Card>
        ) : null}
        <p className="text-sm text-ink-soft">
          {t("page.applicant")} {application.applicantEmail}
        </p>
      </div>
      <div
        key={application.version}
        className="grid min-w-0 gap-6 lg:sticky lg:top-4 lg:max-h-[calc(100vh-2rem)] lg:overflow-y-auto"
      >
        <ScreenerLine screener={page.screener} idempotencyKey={idempotencyKey} />
        {proposal ? (
          <ProposalCard
            proposal={proposal}
            targets={targets}
            twins={twins}
            idempotencyKey={idempotencyKey}
            reasonError={
              refusal?.intent === "decline" && refusal.error.type === "invalid-input"
                ? t("errors:field.reason")
                : undefined
            }
          />
        ) : null}
        {proposal && !proposal.outdated ? null : (
          <DecisionForms
            application={application}
            targets={targets}
            twins={twins}
            settled={page.settled}
            secondCheck={page.secondCheck}
            until={page.until}
            idempotencyKey={idempotencyKey}
            sent={sentOf(refusal?.sent, refusal?.error)}
          />
        )}
        <EligibilityCard
          eligibility={page.eligibility}
          idempotencyKey={`${idempotencyKey}-check`}
          sent={refusal?.intent === "check" ? refusal.check : undefined}
        />
        <DuplicatesCard duplicates={duplicates} />
        <HistoryCard history={page.history} files={files} findings={page.eligibility.findings} />
        <Shortcuts next={address(neighbours.next)} previous={address(neighbours.previous)} />
      </div>
    </div>
  );
}
