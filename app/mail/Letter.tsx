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
import type { ReactNode } from "react";
import type { MailLocale } from "./template.ts";

const ink = "#0b3c48";
const quiet = "#51666b";
const sans =
  "-apple-system, BlinkMacSystemFont, 'PingFang SC', 'HarmonyOS Sans', 'Microsoft YaHei', 'Noto Sans SC', 'Segoe UI', sans-serif";
const song = "'Songti SC', 'Noto Serif SC', 'Source Han Serif SC', SimSun, Georgia, serif";

const words = {
  "zh-CN": { contest: "凤栖吴兴·创见未来", automatic: "这是系统自动发送的邮件，请勿直接回复。" },
  en: {
    contest: "Fengqi Wuxing · Create the Future",
    automatic: "This mail was sent automatically; please do not reply.",
  },
};

/** The paper that every mail is written on: letterhead, heading, body, foot. */
export function Letter(props: {
  locale: MailLocale;
  preview: string;
  heading: string;
  baseUrl: string;
  children: ReactNode;
}) {
  const { contest, automatic } = words[props.locale];
  return (
    <Html lang={props.locale}>
      <Head>
        <meta name="color-scheme" content="light" />
      </Head>
      <Preview>{props.preview}</Preview>
      <Body style={{ backgroundColor: "#f2f5f4", fontFamily: sans, margin: 0, padding: "24px 8px" }}>
        <Container style={{ maxWidth: 560, margin: "0 auto" }}>
          <Section style={{ backgroundColor: ink, borderRadius: "8px 8px 0 0", padding: "20px 32px" }}>
            <Text style={{ color: "#ffffff", fontFamily: song, fontSize: 18, letterSpacing: 1, margin: 0 }}>
              {contest}
            </Text>
          </Section>
          <Section style={{ backgroundColor: "#ffffff", borderRadius: "0 0 8px 8px", padding: "28px 32px 32px" }}>
            <Heading
              as="h1"
              style={{ color: ink, fontFamily: song, fontSize: 22, lineHeight: "32px", margin: "0 0 16px" }}
            >
              {props.heading}
            </Heading>
            {props.children}
          </Section>
          <Section style={{ padding: "16px 32px" }}>
            <Text style={{ color: quiet, fontSize: 12, lineHeight: "20px", margin: 0 }}>
              {automatic}
              <br />
              <Link href={props.baseUrl} style={{ color: quiet }}>
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
  return <Text style={{ color: "#1d2b2e", fontSize: 15, lineHeight: "26px", margin: "0 0 14px" }}>{children}</Text>;
}

export function Note({ children }: { children: ReactNode }) {
  return <Text style={{ color: quiet, fontSize: 13, lineHeight: "22px", margin: "14px 0 0" }}>{children}</Text>;
}

/** The one thing to do now. */
export function Action({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Section style={{ margin: "22px 0 8px" }}>
      <Button
        href={href}
        style={{ backgroundColor: "#c3341d", borderRadius: 6, color: "#ffffff", fontSize: 16, padding: "13px 26px" }}
      >
        {children}
      </Button>
    </Section>
  );
}

/** Names and values, one a line; lines without a value are left out. */
export function Facts({ lines }: { lines: [name: string, value: string | null | undefined][] }) {
  return (
    <Section style={{ margin: "4px 0 14px" }}>
      <Hr style={{ borderColor: "#d5dedd", margin: "0 0 10px" }} />
      {lines.map(([name, value]) =>
        value ? (
          <Text key={name} style={{ color: "#1d2b2e", fontSize: 15, lineHeight: "26px", margin: 0 }}>
            <span style={{ color: quiet }}>{name}: </span>
            {value}
          </Text>
        ) : null,
      )}
      <Hr style={{ borderColor: "#d5dedd", margin: "10px 0 0" }} />
    </Section>
  );
}
