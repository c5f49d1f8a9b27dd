import { z } from "zod";
import { formatYuan } from "~/ui/format/number.ts";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { template } from "../Letter.tsx";
import { aboutHeat } from "../screening/review-outcome.tsx";

const words = {
  "zh-CN": {
    award: "奖项",
    money: "奖金",
    look: "查看奖项与获奖证书",
    note: "证书签发后，可在报名页面下载 PDF；证书有编号和二维码，任何人都能核验。",
  },
  en: {
    award: "Award",
    money: "Prize money",
    look: "See the award and its certificate",
    note: "Once the certificate is issued, your application's page has it as a PDF. Its serial number and QR code can be checked by anybody.",
  },
};

/** The project has won an award: which, and where its certificate is to be had. */
export const awardGranted = template({
  props: z.object({
    ...aboutApplication,
    ...aboutHeat,
    award: z.string(),
    yuan: z.number().int().positive().nullable(),
  }),
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "获奖通知：{{award}}（{{projectTitle}}）",
      heading: "恭喜获得{{award}}",
      text: "恭喜！您的项目“{{projectTitle}}”在{{heat}}中获得{{award}}。",
    },
    en: {
      subject: "Your award: {{award}} ({{projectTitle}})",
      heading: "Congratulations: {{award}}",
      text: "Congratulations: your project “{{projectTitle}}” has won {{award}} in the round “{{heat}}”.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "award"],
  values: (rendering) => ({
    ...applicationValues(rendering),
    heat: rendering.props.roundTitle,
    award: rendering.props.award,
  }),
  below: (rendering) => {
    const { award, money, look, note } = words[rendering.locale];
    const { props, locale } = rendering;
    return (
      <ApplicationBelow
        rendering={rendering}
        facts={[
          [award, props.award],
          [money, props.yuan === null ? null : formatYuan(props.yuan, locale)],
        ]}
        action={look}
        note={note}
      />
    );
  },
});
