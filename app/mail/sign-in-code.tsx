import { Section, Text } from "@react-email/components";
import { z } from "zod";
import { Letter, Note, Paragraph } from "./Letter.tsx";
import { template } from "./template.ts";

const words = {
  "zh-CN": {
    subject: (code: string) => `${code} 是您的登录验证码`,
    heading: "登录验证码",
    ask: "请在登录页面输入以下验证码：",
    validity: "验证码 10 分钟内有效，只能使用一次。请勿告诉任何人，工作人员不会向您索要验证码。",
    ignore: "如果不是您本人在登录，请忽略此邮件；没有验证码，任何人都无法登录。",
  },
  en: {
    subject: (code: string) => `${code} is your sign-in code`,
    heading: "Your sign-in code",
    ask: "Enter this code on the sign-in page:",
    validity: "It is valid for 10 minutes and works once. Tell it to nobody; our staff will never ask for it.",
    ignore: "If you did not try to sign in, ignore this mail: nobody can sign in without the code.",
  },
};

export const signInCode = template({
  props: z.object({ code: z.string() }),
  secrets: ["code"],
  usefulSeconds: 600,
  subject: ({ props, locale }) => words[locale].subject(props.code),
  body: ({ props, locale, links }) => {
    const said = words[locale];
    return (
      <Letter locale={locale} preview={said.validity} heading={said.heading} baseUrl={links.baseUrl}>
        <Paragraph>{said.ask}</Paragraph>
        <Section style={{ backgroundColor: "#eef3f2", borderRadius: 6, margin: "8px 0 18px", textAlign: "center" }}>
          <Text
            style={{
              color: "#0b3c48",
              fontFamily: "ui-monospace, Menlo, Consolas, monospace",
              fontSize: 34,
              fontWeight: 600,
              letterSpacing: 10,
              lineHeight: "44px",
              margin: "16px 0",
              textIndent: 10,
            }}
          >
            {props.code}
          </Text>
        </Section>
        <Paragraph>{said.validity}</Paragraph>
        <Note>{said.ignore}</Note>
      </Letter>
    );
  },
});
