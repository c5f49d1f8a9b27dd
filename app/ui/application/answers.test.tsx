import { renderToStaticMarkup } from "react-dom/server";
import { I18nextProvider } from "react-i18next";
import { expect, test } from "vitest";
import { i18nFor } from "~/locales/i18n.server.ts";
import { ApplicationAnswers } from "./answers.tsx";

const chosen = {
  roundTitle: null,
  roundTitleEn: null,
  trackTitle: null,
  trackTitleEn: null,
  groupTitle: null,
  groupTitleEn: null,
};

test.each([
  ["zh-CN", "上年度营业收入", "370万元", "负责人持股比例"],
  ["en", "Revenue last year", "CNY 3,700,000", "Leader’s stake"],
] as const)("an amount says its unit once, beside the value, in %s", async (locale, revenue, value, stake) => {
  const html = renderToStaticMarkup(
    <I18nextProvider i18n={i18nFor(locale)}>
      <ApplicationAnswers answers={{ revenueLast: "370", leaderStake: "76" }} chosen={chosen} />
    </I18nextProvider>,
  );
  expect(html).toContain(`>${revenue}<`);
  expect(html).toContain(value);
  expect(html).toContain(`>${stake}<`);
});
