import type { ReactElement } from "react";
import { z } from "zod";
import { filledIn, type MailValues, paragraphsOf } from "~/rules/mail/mail-words.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { Letter, type Rendering, type Template, template, WrittenParagraph } from "../Letter.tsx";
import { aboutHeat, heatValues } from "../screening/review-outcome.tsx";

/** What an organizer writes to many applicants at once. The words travel with the mail. */
export const announcement = template({
  props: z.object({
    ...aboutApplication,
    ...aboutHeat,
    /** The heat that the applicant knows of; empty before one is chosen. */
    roundTitle: z.string(),
    subject: z.string(),
    text: z.string(),
  }),
  secrets: [],
  usefulSeconds: null,
  editable: false,
  words: {
    "zh-CN": { subject: "大赛通知", heading: "大赛通知", text: "" },
    en: { subject: "News of the contest", heading: "News of the contest", text: "" },
  },
  placeholders: [...applicationPlaceholders, "heat", "time", "venue"],
  values: (rendering) => ({ ...applicationValues(rendering), ...heatValues(rendering.props, rendering.locale) }),
  written: ({ subject, text }) => ({ subject, text }),
  below: (rendering) => <ApplicationBelow rendering={rendering} />,
});

/** A mail's whole page: its text, filled in, and what the template puts below. A text without a heading has its subject there. */
export function writtenLetter({
  chosen,
  rendering,
  subject,
  heading,
  text,
  contact,
}: {
  chosen: Template<z.ZodType>;
  rendering: Rendering<unknown>;
  subject: string;
  heading: string | null;
  text: string;
  /** Whom to ask, where its edition says so. */
  contact: string | null;
}): ReactElement {
  const { locale, links } = rendering;
  const values: MailValues = chosen.values(rendering);
  const paragraphs = paragraphsOf(filledIn(text, values));
  return (
    <Letter
      locale={locale}
      subject={subject}
      preview={paragraphs[0]?.join(" ") ?? subject}
      heading={heading === null ? subject : filledIn(heading, values)}
      baseUrl={links.baseUrl}
      contact={contact}
    >
      {paragraphs.map((lines, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no name but their place
        <WrittenParagraph key={at} lines={lines} link={values.link} />
      ))}
      {chosen.below(rendering)}
    </Letter>
  );
}
