import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type RulePreset, rulePresets } from "~/rules/standings/rule.ts";
import { fieldsOfRule } from "~/rules/standings/rule-fields.ts";
import { LinkButton } from "~/ui/button.tsx";

const presets = Object.keys(rulePresets) as RulePreset[];

/** Common rules to start from: each a link to this page with its settings filled in, not yet saved. */
export function RulePresets(): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <section aria-labelledby="presets" className="flex flex-wrap items-center gap-3">
      <h3 id="presets" className="font-semibold">
        {t("rule.presets")}
      </h3>
      {presets.map((preset) => (
        <LinkButton key={preset} size="row" to={`?${addressOf(preset)}`} preventScrollReset replace>
          {t(`rule.preset.${preset}`)}
        </LinkButton>
      ))}
    </section>
  );
}

function addressOf(preset: RulePreset): URLSearchParams {
  const address = new URLSearchParams();
  for (const [name, value] of Object.entries(fieldsOfRule(rulePresets[preset]))) {
    for (const each of [value].flat()) address.append(name, each);
  }
  return address;
}
