import { z } from "zod";
import type { MailLocale, Rendering } from "../Letter.tsx";
import { Action, Facts, Note } from "../Letter.tsx";

/** What every mail about an application knows of it. */
export const aboutApplication = {
  code: z.string(),
  projectTitle: z.string(),
  leaderName: z.string().default(""),
  /** Path of the application's page. */
  path: z.string().startsWith("/"),
};
type About = z.output<z.ZodObject<typeof aboutApplication>>;

/** The placeholders of every mail about an application. */
export const applicationPlaceholders = ["projectTitle", "leaderName", "code", "link"] as const;

export function applicationValues({ props, links }: Pick<Rendering<About>, "props" | "links">) {
  return {
    projectTitle: props.projectTitle,
    leaderName: props.leaderName,
    code: props.code,
    link: links.baseUrl + props.path,
  };
}

const words = {
  "zh-CN": { code: "报名编号", project: "项目名称", look: "查看报名", open: "待定" },
  en: { code: "Application number", project: "Project", look: "View the application", open: "to be announced" },
};

/** What is said of a heat whose time or venue is not fixed yet. */
export function notFixedYet(locale: MailLocale): string {
  return words[locale].open;
}

/** Facts of the application and the way to its page. */
export function ApplicationBelow({
  rendering: { props, locale, links },
  facts = [],
  action,
  path = props.path,
  note,
}: {
  rendering: Rendering<About>;
  facts?: [name: string, value: string | null | undefined][];
  action?: string;
  /** Where the button leads; the application's page unless told otherwise. */
  path?: string;
  note?: string;
}) {
  const texts = words[locale];
  return (
    <>
      <Facts lines={[[texts.code, props.code], [texts.project, props.projectTitle], ...facts]} />
      <Action href={links.baseUrl + path}>{action ?? texts.look}</Action>
      {note ? <Note>{note}</Note> : null}
    </>
  );
}
