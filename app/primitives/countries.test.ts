import { getCountries } from "libphonenumber-js/min";
import { expect, it } from "vitest";
import { countryCodes, isOutsideMainland, originOf } from "./countries.ts";

it.each([
  ["中国", "china"],
  ["中华人民共和国", "china"],
  ["P.R. China", "china"],
  ["chinese", "china"],
  ["内蒙古自治区呼和浩特市", "china"],
  ["中国香港", "china"],
  ["浙江省湖州市吴兴区", "unknown"],
  ["Hangzhou", "unknown"],
  ["", "unknown"],
  ["意大利", "abroad"],
  ["美国加利福尼亚州", "abroad"],
  ["Delaware, USA", "abroad"],
  ["germany", "abroad"],
  ["Malipo, Yunnan", "unknown"],
  ["新加坡", "abroad"],
  // Peoples and places of China that bear another country's name
  ["朝鲜族", "unknown"],
  ["吉林省延边朝鲜族自治州", "unknown"],
  ["辽宁省阜新蒙古族自治县", "unknown"],
  ["赤峰市巴林左旗", "unknown"],
  ["朝鲜", "abroad"],
  // Countries as people abroad write them
  ["Istanbul, Turkey", "abroad"],
  ["Prague, Czech Republic", "abroad"],
  ["Delaware, U.S.", "abroad"],
  ["Delaware, US", "abroad"],
  ["join us", "unknown"],
  ["Skopje, Macedonia", "abroad"],
])("%s: %s", (words, origin) => expect(originOf(words)).toBe(origin));

it.each([
  ["中国香港", true],
  ["Hong Kong", true],
  ["香港特别行政区湾仔区", true],
  ["澳门", true],
  ["台湾省台北市", true],
  ["Taipei, Taiwan", true],
  ["Munich, Germany", true],
  ["青岛市市南区香港中路10号", false],
  ["上海市澳门路", false],
  ["浙江省湖州市", false],
  ["P.R. China", false],
  ["", false],
])("%s lies outside of the mainland: %s", (place, outside) => expect(isOutsideMainland(place)).toBe(outside));

it("knows every country that has telephones", () => {
  expect(countryCodes).toEqual(getCountries().sort());
});
