// @vitest-environment happy-dom
import { h, render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { PhotoSource } from "../../src/app/writing/comfort/PhotoSource.tsx";

const root = document.body;
afterEach(() => render(null, root));

test("on a phone the camera and what is on the phone are asked for by name, each through the page's one field", () => {
  const files = document.createElement("input");
  files.type = "file";
  const asked: (string | null)[] = [];
  files.addEventListener("click", (event) => {
    event.preventDefault();
    asked.push(files.getAttribute("capture"));
  });
  const onClose = vi.fn();
  render(
    h(PhotoSource, { files: { current: files }, language: "uk", closeLabel: "Закрити", onClose }),
    root,
  );
  const press = (name: string): void =>
    [...root.querySelectorAll("button")].find((one) => one.textContent === name)!.click();

  press("Сфотографувати");
  press("Вибрати з телефона");

  expect(asked).toEqual(["environment", null]);
  expect(onClose).toHaveBeenCalledTimes(2);
});
