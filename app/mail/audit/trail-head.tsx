import { z } from "zod";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { formatNumber } from "~/ui/format/number.ts";
import { Action, Facts, type MailLocale, Note, type TemplateWords, template } from "../Letter.tsx";

const words = {
  "zh-CN": {
    seal: "最近封存",
    batch: (number: string) => `第 ${number} 批`,
    none: "没有",
    at: "封存时间",
    digest: "封存摘要：",
    look: "打开操作留痕",
    note: "请保留本邮件。日后核验操作留痕时，凭这个摘要可以发现其前的记录是否被截去，或被全部重新封存。",
  },
  en: {
    seal: "Last seal",
    batch: (number: string) => `batch ${number}`,
    none: "none",
    at: "Sealed at",
    digest: "Digest of the seal: ",
    look: "Open the audit trail",
    note: "Keep this mail. When the trail is verified later, the digest shows whether anything up to it was cut off, or all of it was sealed anew.",
  },
};

/** The last seal; 0 and nulls where a broken trail has none left. */
const props = z.object({
  number: z.int().min(0),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  sealedAt: z.iso.datetime().nullable(),
});

function trailMail(texts: Record<MailLocale, TemplateWords>) {
  return template({
    props,
    secrets: [],
    usefulSeconds: null,
    editable: false,
    words: texts,
    placeholders: ["number"],
    values: ({ props: { number }, locale }) => ({ number: formatNumber(number, locale) }),
    below: ({ props: { number, digest, sealedAt }, locale, links }) => {
      const { seal, batch, none, at, digest: label, look, note } = words[locale];
      return (
        <>
          <Facts
            lines={[
              [seal, number > 0 ? batch(formatNumber(number, locale)) : none],
              [at, sealedAt && formatDateTime(sealedAt, locale)],
            ]}
          />
          {digest ? (
            <Note>
              {label}
              <span style={{ wordBreak: "break-all" }}>{digest}</span>
            </Note>
          ) : null}
          <Action href={`${links.baseUrl}/organize/trail`}>{look}</Action>
          <Note>{note}</Note>
        </>
      );
    },
  });
}

/** The digest with which the trail ends tonight, for those who oversee it: from now on it lies outside of the house. */
export const trailHead = trailMail({
  "zh-CN": {
    subject: "操作留痕封存摘要：第 {{number}} 批",
    heading: "操作留痕的封存摘要",
    text: "昨夜的核验表明，操作留痕截至第 {{number}} 批与封存时一致。",
  },
  en: {
    subject: "Digest of the audit trail: batch {{number}}",
    heading: "The digest of the audit trail",
    text: "Last night’s verification found the audit trail as it was sealed, up to batch {{number}}.",
  },
});

/** The verification found that the trail is not what was sealed. */
export const trailBroken = trailMail({
  "zh-CN": {
    subject: "操作留痕核验发现问题",
    heading: "操作留痕核验发现问题",
    text: "昨夜的核验发现，操作留痕与封存时不一致。问题写在操作留痕页上；请停止修改，保持数据库原样，并联系系统管理员。",
  },
  en: {
    subject: "The audit trail is not what was sealed",
    heading: "The audit trail is not what was sealed",
    text: "Last night’s verification found a break in the audit trail; its page says where. Please change nothing, leave the database as it is, and call whoever runs the system.",
  },
});
