import { z } from "zod";
import { Code, Note, Paragraph, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    validity: "验证码 10 分钟内有效，只能使用一次。请勿告诉任何人，工作人员不会向您索要验证码。",
    ignore: "如果不是您本人在登录，请忽略此邮件；没有验证码，任何人都无法登录。",
  },
  en: {
    validity: "It is valid for 10 minutes and works once. Tell it to nobody; our staff will never ask for it.",
    ignore: "If you did not try to sign in, ignore this mail: nobody can sign in without the code.",
  },
};

export const signInCode = template({
  props: z.object({ code: z.string() }),
  secrets: ["code"],
  usefulSeconds: 600,
  urgent: true,
  editable: false,
  letsIn: true,
  words: {
    "zh-CN": { subject: "{{code}} 是您的登录验证码", heading: "登录验证码", text: "请在登录页面输入以下验证码：" },
    en: {
      subject: "{{code}} is your sign-in code",
      heading: "Your sign-in code",
      text: "Enter this code on the sign-in page:",
    },
  },
  placeholders: ["code"],
  values: ({ props }) => ({ code: props.code }),
  below: ({ props, locale }) => (
    <>
      <Code>{props.code}</Code>
      <Paragraph>{words[locale].validity}</Paragraph>
      <Note>{words[locale].ignore}</Note>
    </>
  ),
});
