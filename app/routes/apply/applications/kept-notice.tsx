import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { findKept, forgetWords } from "./kept-words.ts";

/** Says on the list that this device still holds words that no server has, and offers to look at them or let them go. */
export function KeptNotice({ person, codes }: { person: string; codes: readonly string[] }): ReactNode {
  const { t } = useTranslation("apply");
  const [found, setFound] = useState<ReturnType<typeof findKept>>([]);
  useEffect(() => setFound(findKept(person)), [person]);
  const kept = codes.filter((code) => found.some((each) => each.code === code));
  if (kept.length === 0) return null;
  return (
    <Callout
      kind="warn"
      live
      title={t("kept.list", { codes: kept.join(" ") })}
      action={
        <>
          {kept.map((code) => (
            <LinkButton key={code} to={`/apply/${code}?step=choices`}>
              {t("kept.open", { code })}
            </LinkButton>
          ))}
          <Button
            type="button"
            kind="danger"
            onClick={() => {
              forgetWords(...found.map(({ place }) => place));
              setFound([]);
            }}
          >
            {t("kept.forget")}
          </Button>
        </>
      }
    />
  );
}
