import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { Action, Facts, Note, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    edition: "大赛",
    until: "报名截止",
    link: "推荐链接",
    look: "查看推荐页面",
    note: "用本邮箱登录即可随时打开推荐页面：复制链接、下载二维码、查看推荐项目的进度。",
  },
  en: {
    edition: "Contest",
    until: "Applications close",
    link: "Your link",
    look: "Open your page",
    note: "Sign in with this address whenever you like: the page has the link, its QR code, and how far your projects are.",
  },
};

/** To an institution that was added as a recommender: its link, and where its page is. */
export const recommenderLink = template({
  props: z.object({
    name: z.string(),
    editionTitle: z.string(),
    /** Stands in the link to pass on. */
    key: z.string(),
    deadline: z.iso.datetime({ offset: true }).nullable(),
  }),
  secrets: [],
  usefulSeconds: null,
  editable: false,
  words: {
    "zh-CN": {
      subject: "您的推荐链接：{{edition}}",
      heading: "感谢您推荐项目",
      text: "{{name}}，您好！您已登记为{{edition}}的推荐单位。请把下面的链接发给您要推荐的项目；从链接报名的项目会记在您名下。",
    },
    en: {
      subject: "Your link for recommending projects: {{edition}}",
      heading: "Thank you for recommending projects",
      text: "Dear {{name}}, you are listed as a recommender of {{edition}}. Pass the link below on to the projects that you recommend; what is registered by it counts as yours.",
    },
  },
  placeholders: ["name", "edition"],
  values: ({ props: { name, editionTitle } }) => ({ name, edition: editionTitle }),
  below: ({ props: { editionTitle, key, deadline }, locale, links }) => {
    const texts = words[locale];
    return (
      <>
        <Facts
          lines={[
            [texts.edition, editionTitle],
            [texts.until, deadline && formatDateTime(deadline, locale)],
            [texts.link, `${links.baseUrl}/r/${key}`],
          ]}
        />
        <Action href={`${links.baseUrl}/recommend`}>{texts.look}</Action>
        <Note>{texts.note}</Note>
      </>
    );
  },
});
