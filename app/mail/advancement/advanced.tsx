import { z } from "zod";
import {
  ApplicationBelow,
  aboutApplication,
  applicationPlaceholders,
  applicationValues,
} from "../applications/about-application.tsx";
import { heatInvitation, InvitationBelow } from "../heats/heat-invitation.tsx";
import { template } from "../Letter.tsx";
import { aboutHeat, heatFacts, heatValues } from "../screening/review-outcome.tsx";

/** The project goes on from its heat into the final: where and when that is. */
export const advanced = template({
  props: z.object({ ...aboutApplication, ...aboutHeat }),
  secrets: [],
  usefulSeconds: null,
  editable: true,
  words: {
    "zh-CN": {
      subject: "晋级{{heat}}：{{projectTitle}}",
      heading: "您的项目晋级{{heat}}",
      text: "恭喜！按照晋级规则，您的项目从城市赛晋级{{heat}}。\n\n时间：{{time}}\n地点：{{venue}}\n\n参赛邀请与签到码将另行发送。因故不能参加的，请尽早联系组织方。",
    },
    en: {
      subject: "You go on: {{heat}} ({{projectTitle}})",
      heading: "Your project goes on: {{heat}}",
      text: "Congratulations: by the rules of advancement your project goes on from its heat.\n\nNext: {{heat}}\nWhen: {{time}}\nWhere: {{venue}}\n\nThe invitation with your sign-in code comes separately. If you cannot take part, please tell the organizers soon.",
    },
  },
  placeholders: [...applicationPlaceholders, "heat", "time", "venue"],
  values: (rendering) => ({ ...applicationValues(rendering), ...heatValues(rendering.props, rendering.locale) }),
  below: (rendering) => <ApplicationBelow rendering={rendering} facts={heatFacts(rendering.props, rendering.locale)} />,
});

/** Come to the final: as to a heat, with the calendar and a code of its own. */
export const finalInvitation = template({
  ...heatInvitation,
  below: (rendering) => (
    <InvitationBelow rendering={rendering} path={`${rendering.props.path}/invitation?round=${rendering.props.round}`} />
  ),
  words: {
    "zh-CN": {
      subject: "总决赛邀请：{{heat}}（{{projectTitle}}）",
      heading: "请准时参加{{heat}}",
      text: "诚邀您携项目参加{{heat}}。\n\n时间：{{time}}\n地点：{{venue}}\n\n总决赛使用新的签到码，城市赛的签到码不再有效。请按时到场签到、抽签；出场顺序以现场抽签为准。",
    },
    en: {
      subject: "Your invitation: {{heat}} ({{projectTitle}})",
      heading: "Please come: {{heat}}",
      text: "You are invited to pitch your project again: {{heat}}.\n\nWhen: {{time}}\nWhere: {{venue}}\n\nThere is a new sign-in code for it; the one of your heat no longer counts. Please be there in time to sign in and draw your place in the running order.",
    },
  },
});
