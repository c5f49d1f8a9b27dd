import type { ReactElement } from "react";
import type { z } from "zod";
import { filledIn, type MailValues, paragraphsOf } from "~/rules/mail/mail-words.ts";
import { Letter, WrittenParagraph } from "../Letter.tsx";
import type { Rendering, Template } from "../template.ts";

/** A mail's whole page: its text, filled in, and what the template puts below. A text without a heading has its subject there. */
export function writtenLetter({
  chosen,
  rendering,
  subject,
  heading,
  text,
}: {
  chosen: Template<z.ZodType>;
  rendering: Rendering<unknown>;
  subject: string;
  heading: string | null;
  text: string;
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
    >
      {paragraphs.map((lines, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no name but their place
        <WrittenParagraph key={at} lines={lines} link={values.link} />
      ))}
      {chosen.below(rendering)}
    </Letter>
  );
}
