import { expect, it } from "vitest";
import { originOf } from "./countries.ts";

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
])("%s: %s", (words, origin) => expect(originOf(words)).toBe(origin));
