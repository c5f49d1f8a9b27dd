import type { Translation } from "../translation.ts";
import type * as zh from "../zh-CN/recommenders.ts";

export const recommend = {
  title: "Projects I recommend",
  lead: "Pass the link on to the people whose projects you recommend; every application begun through it counts as yours. You see here what the applicants have been told.",
  deadline: "Applications close",
  link: {
    title: "Your link",
    hint: "It counts for applications begun in the same browser within 60 days of opening it.",
    copy: "Copy the link",
    code: "QR code",
  },
  count: { opened: "Link opened", begun: "Being written", submitted: "Submitted", qualified: "Qualified" },
  table: {
    project: "Project",
    by: "Recommended by",
    heat: "Heat and track",
    submitted: "Submitted",
    state: "State",
    none: "Nothing has been submitted yet",
    noneHint: "Projects appear here once they are handed in through your link.",
  },
} satisfies Translation<typeof zh.recommend>;
