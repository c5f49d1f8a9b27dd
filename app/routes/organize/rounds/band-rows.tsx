import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { BandFields } from "~/rules/rounds/rubric-fields.ts";
import { Button } from "~/ui/button.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import type { Problems } from "./problems.ts";

const blank: BandFields = { floorPercent: "", label: "", labelEn: "", guidance: "", guidanceEn: "" };

interface Props {
  /** The names begin with it: `criteria[0]`. */
  name: string;
  bands: BandFields[];
  /** The path of the criterion in the input, for its problems. */
  path: string;
  at: Problems["at"];
  /** One empty row more where there is no JavaScript; not inside another such row, for <noscript> does not nest. */
  spare: boolean;
}

/** The bands of a criterion, from the best down. */
export function BandRows({ name, bands, path, at, spare }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  const hydrated = useHydrated();
  const [rows, setRows] = useState(() => bands.map((band, id) => ({ id, band })));
  const row = (band: BandFields, place: number, actions?: ReactNode) => (
    <BandRow
      name={`${name}.bands[${place}]`}
      band={band}
      number={place + 1}
      at={(field) => at(`${path}.bands.${place}.${field}`)}
      actions={actions}
    />
  );
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-soft">{t("rubric.bandHint")}</p>
      {rows.map(({ id, band }, place) => (
        <div key={id}>
          {row(
            band,
            place,
            hydrated ? (
              <Button
                type="button"
                kind="quiet"
                size="row"
                icon="cross"
                aria-label={t("rubric.removeBand", { number: place + 1 })}
                onClick={() => setRows(rows.filter((each) => each.id !== id))}
              />
            ) : undefined,
          )}
        </div>
      ))}
      {spare ? <noscript>{row(blank, rows.length)}</noscript> : null}
      {hydrated ? (
        <div>
          <Button
            type="button"
            size="row"
            icon="plus"
            onClick={() => setRows([...rows, { id: Math.max(-1, ...rows.map((each) => each.id)) + 1, band: blank }])}
          >
            {t("rubric.addBand")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface RowProps {
  name: string;
  band: BandFields;
  number: number;
  at: (field: keyof BandFields) => string | undefined;
  actions?: ReactNode;
}

function BandRow({ name, band, number, at, actions }: RowProps): ReactNode {
  const { t } = useTranslation("rounds");
  const field = (part: keyof BandFields) => ({ name: `${name}.${part}`, defaultValue: band[part], error: at(part) });
  return (
    <fieldset className="grid gap-3 rounded bg-sunken p-3 sm:grid-cols-[6.5rem_8rem_1fr_auto] xl:grid-cols-[6.5rem_7rem_7rem_1fr_1fr_auto]">
      <legend className="sr-only">{t("rubric.band", { number })}</legend>
      <TextField
        {...field("floorPercent")}
        label={t("rubric.floor")}
        unit={t("rubric.floorUnit")}
        inputMode="numeric"
      />
      <TextField {...field("label")} label={t("rubric.bandLabel")} />
      <TextField
        {...field("labelEn")}
        label={t("rubric.bandLabelEn")}
        className="sm:max-xl:order-1 sm:max-xl:col-span-2"
      />
      <TextAreaField {...field("guidance")} label={t("rubric.guidance")} rows={1} />
      <TextAreaField {...field("guidanceEn")} label={t("rubric.guidanceEn")} rows={1} className="sm:max-xl:order-1" />
      <div className="self-end pb-1 sm:max-xl:order-none">{actions}</div>
    </fieldset>
  );
}
