import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from "@react-email/components";
import { Fragment, type ReactNode } from "react";
import type { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { MailPlaceholder, MailValues, MailWords } from "~/rules/mail/mail-words.ts";

const ink = "#0b3c48";
const text = "#1d2b2e";
const quiet = "#51666b";
const sans =
  "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'HarmonyOS Sans', 'Microsoft YaHei', 'Noto Sans SC', 'Segoe UI', sans-serif";
const song = "'Songti SC', 'Noto Serif SC', 'Source Han Serif SC', SimSun, Georgia, serif";

// The inline colours are for the light; a reader that honours the scheme gets these. No quotes: React would escape them.
const dark = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #0b1416 !important; }
  .page td { background-color: transparent !important; }
  .paper { background-color: #142326 !important; }
  .inset { background-color: #20363a !important; }
  .ink { color: #d5ebe7 !important; }
  .text { color: #e6eeec !important; }
  .quiet { color: #a3b7b8 !important; }
  .line { border-color: #33494d !important; }
  .act { background-color: #c3341d !important; color: #ffffff !important; }
}`;

const words = {
  "zh-CN": {
    contest: "凤栖吴兴·创见未来",
    automatic: "这是系统自动发送的邮件，请勿直接回复。",
    questions: "如有疑问，请联系：",
  },
  en: {
    contest: "Fengqi Wuxing · Create the Future",
    automatic: "This mail was sent automatically; please do not reply.",
    questions: "For questions, contact: ",
  },
};

/** The paper that every mail is written on: letterhead, heading, body, foot. */
export function Letter(props: {
  locale: MailLocale;
  subject: string;
  preview: string;
  heading: string;
  baseUrl: string;
  /** Whom to ask: its edition's contact; null where there is none. */
  contact: string | null;
  children: ReactNode;
}) {
  const { contest, automatic, questions } = words[props.locale];
  return (
    <Html lang={props.locale}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{props.subject}</title>
        <style>{dark}</style>
      </Head>
      <Preview>{props.preview}</Preview>
      <Body
        className="page"
        style={{
          backgroundColor: "#f2f5f4",
          fontFamily: sans,
          margin: 0,
          padding: "24px 8px",
          wordBreak: "break-word",
        }}
      >
        <Container className="page" style={{ maxWidth: 560, margin: "0 auto" }}>
          <Section style={{ backgroundColor: ink, borderRadius: "8px 8px 0 0", padding: "20px 32px" }}>
            <Text style={{ color: "#ffffff", fontFamily: song, fontSize: 18, letterSpacing: 1, margin: 0 }}>
              {contest}
            </Text>
          </Section>
          <Section
            className="paper"
            style={{ backgroundColor: "#ffffff", borderRadius: "0 0 8px 8px", padding: "28px 32px 32px" }}
          >
            <Heading
              as="h1"
              className="ink"
              style={{ color: ink, fontFamily: song, fontSize: 22, lineHeight: "32px", margin: "0 0 16px" }}
            >
              {props.heading}
            </Heading>
            {props.children}
          </Section>
          <Section style={{ padding: "16px 32px" }}>
            <Text className="quiet" style={{ color: quiet, fontSize: 12, lineHeight: "20px", margin: 0 }}>
              {automatic}
              <br />
              {props.contact ? (
                <>
                  {questions}
                  {props.contact}
                  <br />
                </>
              ) : null}
              <Link href={props.baseUrl} className="quiet" style={{ color: quiet, textDecoration: "underline" }}>
                {props.baseUrl.replace(/^https?:\/\//, "")}
              </Link>
            </Text>
          </Section>
        </Container>
      </Body>
    </Html>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return (
    <Text className="text" style={{ color: text, fontSize: 15, lineHeight: "26px", margin: "0 0 14px" }}>
      {children}
    </Text>
  );
}

/** A paragraph that somebody wrote: its line ends are kept, and the mail's own address in it can be followed. */
export function WrittenParagraph({ lines, link }: { lines: string[]; link: string | undefined }) {
  return (
    <Paragraph>
      {lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text have no name but their place
        <Fragment key={at}>
          {at > 0 ? <br /> : null}
          {link ? linked(line, link) : line}
        </Fragment>
      ))}
    </Paragraph>
  );
}

function linked(line: string, link: string): ReactNode {
  return line.split(link).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    <Fragment key={at}>
      {at > 0 ? (
        <Link href={link} className="ink" style={{ color: ink, textDecoration: "underline" }}>
          {link}
        </Link>
      ) : null}
      {part}
    </Fragment>
  ));
}

export function Note({ children }: { children: ReactNode }) {
  return (
    <Text className="quiet" style={{ color: quiet, fontSize: 13, lineHeight: "22px", margin: "14px 0 0" }}>
      {children}
    </Text>
  );
}

/** The one thing to do now. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Section style={{ margin: "22px 0 8px" }}>
      <Button
        href={href}
        className="act"
        style={{ backgroundColor: "#c3341d", borderRadius: 6, color: "#ffffff", fontSize: 16, padding: "13px 26px" }}
      >
        {children}
      </Button>
    </Section>
  );
}

/** Names and values, one a line; lines without a value are left out. */
export function Facts({ lines }: { lines: [name: string, value: string | null | undefined][] }) {
  const shownLines = lines.filter(([, value]) => value);
  if (shownLines.length === 0) return null;
  return (
    <Section style={{ margin: "4px 0 14px" }}>
      <Hr className="line" style={{ borderColor: "#d5dedd", margin: "0 0 10px" }} />
      {shownLines.map(([name, value], at) => (
        <Text
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may have one name
          key={at}
          className="text"
          style={{ color: text, fontSize: 15, lineHeight: "26px", margin: 0 }}
        >
          <span className="quiet" style={{ color: quiet }}>
            {name}
            {/\p{sc=Han}/u.test(name) ? "：" : ": "}
          </span>
          {value}
        </Text>
      ))}
      <Hr className="line" style={{ borderColor: "#d5dedd", margin: "10px 0 0" }} />
    </Section>
  );
}

/** A short word that is to be copied by hand. */
export function Code({ children }: { children: string }) {
  return (
    <Section
      className="inset"
      style={{ backgroundColor: "#eef3f2", borderRadius: 6, margin: "8px 0 18px", textAlign: "center" }}
    >
      <Text
        className="ink"
        style={{
          color: ink,
          fontFamily: "ui-monospace, Menlo, Consolas, monospace",
          fontSize: 34,
          fontWeight: 600,
          letterSpacing: 10,
          lineHeight: "44px",
          margin: "16px 0",
          textIndent: 10,
        }}
      >
        {children}
      </Text>
    </Section>
  );
}

export type MailLocale = "zh-CN" | "en";

/** What a template may know besides its props: the addresses that its links lead to. */
export interface MailLinks {
  /** The site's own address, without a slash at the end. */
  baseUrl: string;
  /** The link that accepts an invitation. It is signed only when the mail is rendered, so no mail row holds it. */
  invitation(invitationId: number, expiresAt: Date): string;
}

export interface Rendering<Props> {
  props: Props;
  locale: MailLocale;
  links: MailLinks;
}

/** A file that goes with a mail. */
export interface MailFile {
  name: string;
  type: string;
  content: string;
}

/** The product's own words of a mail; its heading stands over the text. */
export interface TemplateWords extends MailWords {
  heading: string;
}

/** One kind of mail: what it needs, its words in both languages, and what stands below them. */
export interface Template<Schema extends z.ZodType, Known extends MailPlaceholder = MailPlaceholder> {
  props: Schema;
  /** Props that are taken out of the row once the mail has left. */
  secrets: readonly string[];
  /** Seconds after which the mail is of no use any more and is not sent; null when it always is. */
  usefulSeconds: number | null;
  /** Somebody sits and waits for it: it goes out before all others. */
  urgent?: boolean;
  /** Whoever reads it can act as its recipient: it is shown to nobody else. */
  letsIn?: boolean;
  /** The state of the application that the mail tells, where it is a decision. */
  announces?: "submitted" | "returned" | "waiting" | "qualified" | "ineligible";
  words: Record<MailLocale, TemplateWords>;
  /** What the words may name in double braces. */
  placeholders: readonly Known[];
  /** Whether an edition may put its own words in place of the product's. Nothing that lets a person in may be. */
  editable: boolean;
  values(rendering: Rendering<z.output<Schema>>): Record<Known, string> & MailValues;
  /** Words that the mail brings with it, in place of all others. */
  written?(props: z.output<Schema>): MailWords;
  /** What stands below the text: facts, the one thing to do, notes. */
  below(rendering: Rendering<z.output<Schema>>): ReactNode;
  files?(rendering: Rendering<z.output<Schema>>): MailFile[];
}

/** Keeps the schema's type through to the functions. */
export function template<Schema extends z.ZodType, const Known extends MailPlaceholder>(
  definition: Template<Schema, Known>,
): Template<Schema, Known> {
  return definition;
}

/** What the form calls a field: "leaderPhone", "members.0.name", "round"; the path itself where the form has no name for it. */
export function fieldName(path: string, locale: MailLocale): string {
  const [field = "", row, part] = path.split(".");
  const { t, exists } = i18nFor(locale);
  // The paths come from stored decisions: a field may have gone since
  const say = t as unknown as (key: string) => string;
  const label = exists(`apply:field.${field}`) ? say(`apply:field.${field}`) : path;
  if (row === undefined || !/^\d{1,3}$/.test(row)) return label;
  const place = `${label} · ${Number(row) + 1}`;
  return part && exists(`apply:member.${part}`) ? `${place} · ${say(`apply:member.${part}`)}` : place;
}
