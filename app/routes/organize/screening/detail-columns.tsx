import { Link, type useLoaderData } from "@remix-run/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldError, Refusal } from "~/commands/command.ts";
import { ActionForm } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import type { IpPortrait } from "~/rules/portrait/ip-portrait.ts";
import type { Strength } from "~/rules/screening/duplicate.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { HeatTrackMismatch } from "~/ui/application/heat-track.tsx";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { SubmitButton, useHydrated } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { AttachmentFrame, AttachmentList, type ListedAttachment } from "~/ui/files/attachment-list.tsx";
import { IpFacts, IpPictures } from "~/ui/portrait/ip-pictures.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { Duplicate } from "~db/queries/screening/duplicates.ts";
import { RevealIdentity } from "../applications/reveal-identity.tsx";
import { ChainList } from "../portrait/pages.tsx";
import { DecisionForms, ProposalCard } from "./decision-forms.tsx";
import type { loader } from "./detail.tsx";
import { ChangesCard, type SentBack, sentOf } from "./difference-view.tsx";
import { EligibilityCard, HistoryCard, type SentCheck } from "./history-card.tsx";
import { Shortcuts } from "./shortcuts.tsx";

const frame = "attachment-preview";

/**
 * What was attached. A preview opens below the list, beside the application; without script in a window of its own. None is
 * opened unasked: looking at some of them is put on record.
 */
function AttachmentsCard({ attachments }: { attachments: readonly ListedAttachment[] }): ReactNode {
  const { t } = useTranslation(["deciding", "files"]);
  const hydrated = useHydrated();
  const [shown, setShown] = useState(false);
  return (
    <Card title={t("page.attachments")} actions={attachments.length > 0 ? <Badge>{attachments.length}</Badge> : null}>
      {attachments.length === 0 ? (
        <p className="text-ink-soft">{t("page.noAttachments")}</p>
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the links inside are what is clicked; this only makes room
        // biome-ignore lint/a11y/useKeyWithClickEvents: a link pressed by a key is a click too
        <div onClick={(event) => setShown(shown || leadsToFrame(event.target))}>
          <AttachmentList
            attachments={attachments}
            frame={hydrated ? frame : undefined}
            actions={({ id, name }) => (
              <Link to={`/organize/attachments/${id}/redacted`} className="inline-flex min-h-11 items-center">
                {t("files:redacted.manage")}
                <span className="sr-only"> {name}</span>
              </Link>
            )}
          />
        </div>
      )}
      {hydrated ? (
        <div className={shown ? "mt-4" : "hidden"}>
          <AttachmentFrame name={frame} />
        </div>
      ) : null}
    </Card>
  );
}

function leadsToFrame(target: EventTarget): boolean {
  return target instanceof Element && target.closest(`a[target="${frame}"]`) !== null;
}

const tones: Record<Strength, "danger" | "warn" | "neutral"> = {
  strong: "danger",
  likely: "warn",
  possible: "neutral",
};

/** What may be the same project or person elsewhere: how strong the suspicion is, why, and how it stands there. */
function DuplicatesCard({ shown, count, query }: { shown: Duplicate[]; count: number; query: string }): ReactNode {
  const { t } = useTranslation("deciding");
  const all = new URLSearchParams(query);
  all.set("duplicates", "all");
  return (
    <div id="duplicates" className="scroll-mt-4">
      <Card title={t("duplicates.title")} actions={count > 0 ? <Badge>{count}</Badge> : null}>
        {count === 0 ? <p className="text-ink-soft">{t("duplicates.none")}</p> : null}
        <ul className="grid">
          {shown.map((each) => (
            <DuplicateRow key={each.code} duplicate={each} />
          ))}
        </ul>
        {count > shown.length ? (
          <p>
            {t("duplicates.fewer", { shown: shown.length })}{" "}
            <Link to={`?${all}#duplicates`}>{t("duplicates.all", { count })}</Link>
          </p>
        ) : null}
      </Card>
    </div>
  );
}

function DuplicateRow({ duplicate }: { duplicate: Duplicate }): ReactNode {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  const { code, strength, signs, state, sameEdition, leaderName, companyName, similarity, patents } = duplicate;
  const title = inLocale(locale, duplicate.projectTitle, duplicate.projectTitleEn) || code;
  const heat = inLocale(locale, duplicate.roundTitle, duplicate.roundTitleEn);
  const reasons = signs.map((sign) =>
    sign === "title"
      ? t("duplicates.sign.title", { similarity: similarity ?? 0 })
      : sign === "patent"
        ? t("duplicates.sign.patent", { patents: patents.join(", ") })
        : t(`duplicates.sign.${sign}`),
  );
  return (
    <li className="grid gap-1 border-line border-b py-3 first:pt-0 last:border-b-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[strength]}>{t(`duplicates.strength.${strength}`)}</Badge>
        <StateBadge of="application" state={state} />
      </div>
      <p className="font-semibold wrap-anywhere">
        {sameEdition ? <Link to={`/organize/applications/${code}`}>{title}</Link> : title}
      </p>
      <p className="text-sm text-ink-soft wrap-anywhere">
        {[
          code,
          leaderName,
          companyName,
          heat,
          sameEdition ? "" : inLocale(locale, duplicate.editionTitle, duplicate.editionTitleEn),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className="text-sm wrap-anywhere">{reasons.join(locale === "en" ? "; " : "；")}</p>
    </li>
  );
}

interface DetailColumnsProps {
  page: ReturnType<typeof useLoaderData<typeof loader>>;
  refusal: { error: Refusal & { fields?: FieldError[] }; intent: string; sent: SentBack; check: SentCheck } | undefined;
}

/** The application on the left; on the right, staying in sight, what is to be decided and what speaks for and against. */
export function DetailColumns({ page, refusal }: DetailColumnsProps): ReactNode {
  const { t } = useTranslation(["deciding", "errors", "chains"]);
  const { application, proposal, idempotencyKey, targets, twins, duplicates, identity, files, neighbours, query } =
    page;
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
        {page.heatTrack ? <HeatTrackMismatch {...page.heatTrack} of="screener" /> : null}
        <EligibilityCard
          eligibility={page.eligibility}
          idempotencyKey={`${idempotencyKey}-check`}
          sent={refusal?.intent === "check" ? refusal.check : undefined}
        />
        <DuplicatesCard {...duplicates} query={query} />
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
        <HistoryCard history={page.history} files={files} findings={page.eligibility.findings} />
        <Shortcuts next={address(neighbours.next)} previous={address(neighbours.previous)} />
      </div>
    </div>
  );
}

interface ScreenerLineProps {
  screener: { name: string | null; mine: boolean } | null;
  idempotencyKey: string;
}

/** Who screens it, and the way to take it on or to leave it to others. */
function ScreenerLine({ screener, idempotencyKey }: ScreenerLineProps): ReactNode {
  const { t } = useTranslation("deciding");
  return (
    <ActionForm
      idempotencyKey={`${idempotencyKey}-assign`}
      className="no-print flex flex-wrap items-center justify-between gap-2 text-sm"
    >
      <span className="text-ink-soft">
        {screener ? t("page.screener", { name: screener.name ?? "" }) : t("page.noScreener")}
      </span>
      {screener?.mine ? null : <input type="hidden" name="mine" value="yes" />}
      <SubmitButton size="row" intent="assign">
        {t(screener?.mine ? "page.release" : "page.take")}
      </SubmitButton>
    </ActionForm>
  );
}

/** The intellectual property of the application in pictures; the page of its own has every right, too. */
function PortraitCard({ code, portrait }: { code: string; portrait: IpPortrait }): ReactNode {
  const { t } = useTranslation("portrait");
  return (
    <Card
      title={t("title")}
      actions={
        portrait.total > 0 ? (
          <Link to={`/organize/applications/${code}/portrait`} className="no-print">
            {t("open")}
          </Link>
        ) : null
      }
    >
      {portrait.total === 0 ? (
        <p className="text-ink-soft">{t("none")}</p>
      ) : (
        <div className="grid gap-6">
          <IpFacts facts={portrait.facts} />
          <IpPictures figures={portrait} />
        </div>
      )}
    </Card>
  );
}
