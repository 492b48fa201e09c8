// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { markAbsentPictures } from "../../src/app/shell/absent-pictures.ts";

test("a picture that could not be had leaves no hole, and comes back when it can be", () => {
  document.body.innerHTML = '<span class="picture"><picture><img alt="" /></picture></span>';
  markAbsentPictures(document);
  const picture = document.querySelector(".picture")!;
  const image = document.querySelector("img")!;

  image.dispatchEvent(new Event("error"));
  expect(picture.hasAttribute("data-failed")).toBe(true);

  image.dispatchEvent(new Event("load"));
  expect(picture.hasAttribute("data-failed")).toBe(false);
});
