import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { findSetupGaps, type NextStep } from "~/rules/rounds/readiness.ts";
import { type RoundStage, type RoundState, roundStates } from "~/rules/rounds/round.ts";
import { type StepState, Timeline, type TimelineItem } from "~/ui/steps.tsx";
import type { RoundSetup } from "~db/queries/rounds/round-setup.ts";

interface Props {
  slug: string;
  stage: RoundStage;
  setup: RoundSetup;
  next: NextStep;
  setsUp: boolean;
}

/** The whole way of a round from registration to publication: what is done, what is now, what is to come. */
export function Way({ slug, stage, setup, next, setsUp }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  const at = `/organize/rounds/${slug}`;
  const gaps = findSetupGaps(setup, "judging");
  const beyond = (state: RoundState) => !isState(stage) || roundStates.indexOf(stage) > roundStates.indexOf(state);
  const state = (done: boolean, ...now: NextStep[]): StepState =>
    now.includes(next) ? "current" : done ? "done" : "todo";
  const link = (to: string, words: ReactNode, may = setsUp) => (may ? <Link to={`${at}/${to}`}>{words}</Link> : words);
  const reviewed = setup.kind === "preliminary";
  const panelNote = () => {
    if (setup.judges === 0) return t("overview.missing");
    const judges = t("overview.panelNote", { count: setup.judges });
    return setup.hasHead ? judges : `${judges} · ${t("overview.noHead")}`;
  };
  const moments: TimelineItem[] = [
    { title: link("basics", t("overview.basics")), state: "done" },
    ...(setup.kind === "heat"
      ? [
          {
            title: t("overview.registration"),
            state: state(
              beyond("registration"),
              "open-registration",
              "await-edition",
              "registering",
              "start-screening",
            ),
            detail: t("overview.registrationNote", { count: setup.applications }),
          },
        ]
      : []),
    setup.kind === "final"
      ? {
          title: t("overview.entries"),
          state: state(setup.entries > 0, "announce", "advance"),
          detail: t("overview.entriesNote", { count: setup.entries }),
        }
      : {
          title: t("overview.screening"),
          state: state(
            beyond("screening") || (stage === "screening" && setup.waiting === 0),
            "take-entries",
            "screen",
            "entries",
          ),
          detail: t("overview.screeningNote", { entries: setup.entries, waiting: setup.waiting }),
        },
    {
      title: link("rubric", t("overview.rubric")),
      state: state(!gaps.includes("rubric"), "rubric"),
      detail: setup.criteria ? t("overview.rubricNote", { count: setup.criteria }) : t("overview.missing"),
    },
    {
      title: link("rule", t("overview.rule")),
      state: state(!gaps.includes("rule"), "rule"),
      detail: setup.hasRule ? t("overview.ruleNote") : t("overview.missing"),
    },
    {
      title: link("panel", t("overview.panel")),
      state: state(
        setup.judges > 0 && !gaps.includes("head-judge") && !gaps.includes("panels"),
        "panel",
        "head-judge",
        "panels",
      ),
      detail: panelNote(),
    },
    ...(reviewed
      ? [
          {
            title: link("review", t("overview.review")),
            state: state(setup.entries > 0 && setup.review?.lacking === 0, "review", "assignment"),
            detail: setup.review
              ? t("overview.reviewNote", { assigned: setup.entries - setup.review.lacking, entries: setup.entries })
              : t("overview.missing"),
          },
        ]
      : []),
    { title: t("overview.ready"), state: state(beyond("screening"), "make-ready") },
    // In the hall, on the day, at the latest
    ...(reviewed
      ? []
      : [
          {
            title: link("draw", t("overview.draw")),
            state: state(setup.entries > 0 && setup.undrawn === 0, "draw"),
            detail: t("overview.drawNote", { drawn: setup.ordered, entries: setup.entries }),
          },
        ]),
    {
      title: link("table", t("overview.judging"), true),
      state: state(beyond("judging"), "start-judging", "judge"),
      detail: setup.sheets > 0 ? t("overview.judgingNote", { count: setup.sheets }) : undefined,
    },
    ...(reviewed
      ? [{ title: link("cut", t("next.cut")), state: state(stage === "closed" && setup.uncut === 0, "cut") }]
      : []),
    {
      title: link("release", t("overview.release"), true),
      state: state(stage === "published", "propose", "confirm", "publish"),
    },
  ];
  return <Timeline label={t("overview.way")} moments={moments} />;
}

function isState(stage: RoundStage): stage is RoundState {
  return (roundStates as readonly string[]).includes(stage);
}

/** How a next step is done: on which page (below the round's, or elsewhere), or by taking the round to a state; and by whom. */
export type NextWay = { right: Action; wide?: true } & ({ to: string } | { state: RoundState });

/** Whether the person may go that way. Screening is the whole edition's, as what is `wide`: a right in one round does not open it. */
export function mayGo(actor: Actor, way: NextWay, round: { id: number; editionId: number }): boolean {
  const roundId = way.right === "screen" || way.wide ? null : round.id;
  return can(actor, way.right, { editionId: round.editionId, roundId });
}

/** The way to do a round's next step, for a person who sets the round up or does not. */
export function wayOf(step: NextStep, round: { slug: string; editionSlug: string }, setsUp: boolean): NextWay {
  const at = `/organize/rounds/${round.slug}`;
  const applications = `/organize/editions/${round.editionSlug}/applications?round=${round.slug}`;
  const ways: Record<NextStep, NextWay> = {
    "open-registration": { right: "set-up", state: "registration" },
    announce: { right: "set-up", state: "screening" },
    "take-entries": { right: "set-up", state: "screening" },
    "await-edition": { right: "set-up", wide: true, to: `/organize/editions/${round.editionSlug}/settings` },
    registering: { right: "screen", to: applications },
    "start-screening": { right: "set-up", state: "screening" },
    screen: { right: "screen", to: applications },
    rubric: { right: "set-up", to: `${at}/rubric` },
    rule: { right: "set-up", to: `${at}/rule` },
    panel: { right: "set-up", to: `${at}/panel` },
    "head-judge": { right: "set-up", to: `${at}/panel` },
    panels: { right: "set-up", to: `${at}/panel/places` },
    entries: { right: "screen", to: applications },
    advance: { right: "set-up", to: `/organize/editions/${round.editionSlug}/advancement` },
    // Scorers draw too, but in the hall alone
    draw: { right: "keep-run-sheet", to: setsUp ? `${at}/draw` : `${at}/run-sheet/ceremony` },
    review: { right: "set-up", to: `${at}/review` },
    assignment: { right: "set-up", to: `${at}/review/assignment` },
    cut: { right: "set-up", to: `${at}/cut` },
    "make-ready": { right: "set-up", state: "ready" },
    "start-judging": { right: "set-up", state: "judging" },
    judge: { right: "keep-scores", to: `${at}/table` },
    propose: { right: "propose-release", to: `${at}/release` },
    confirm: { right: "confirm-release", to: `${at}/release` },
    publish: { right: "publish-release", to: `${at}/release` },
    objections: { right: "see-objections", to: "/organize/objections" },
    done: { right: "see-scores", to: `${at}/standings` },
  };
  return ways[step];
}
