import { expect, test } from "vitest";
import { localVoice } from "../../../src/app/reading/comfort/voices.ts";

const voice = (lang: string, more: { localService?: boolean; default?: boolean } = {}) => ({
  lang,
  name: lang,
  localService: true,
  default: false,
  ...more,
});

test("a voice of this phone for the article's language is found, however its tag is written", () => {
  expect(localVoice([voice("en-US"), voice("uk_UA")], "uk")?.lang).toBe("uk_UA");
  expect(localVoice([voice("uk")], "uk-UA")?.lang).toBe("uk");
});

test("a voice of a far-away service is none: the text would leave the phone", () => {
  expect(localVoice([voice("uk-UA", { localService: false })], "uk")).toBeUndefined();
});

test("no other language's voice reads Ukrainian", () => {
  expect(localVoice([voice("en-GB", { default: true }), voice("ru-RU")], "uk")).toBeUndefined();
  expect(localVoice([voice("uka-XX")], "uk")).toBeUndefined();
});

test("of several, the article's own region, else the phone's usual voice", () => {
  const voices = [voice("en-US"), voice("en-GB"), voice("en-AU", { default: true })];
  expect(localVoice(voices, "en-GB")?.lang).toBe("en-GB");
  expect(localVoice(voices, "en")?.lang).toBe("en-AU");
});
