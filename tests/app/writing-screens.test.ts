// @vitest-environment happy-dom
import { h, render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GrowingText } from "../../src/app/writing/GrowingText.tsx";
import { uk } from "../../src/app/writing/messages/uk.ts";
import type { Page } from "../../src/app/writing/page-model.ts";
import { DeviceError } from "../../src/device/errors.ts";
import { PageScreen } from "../../src/app/writing/PageScreen.tsx";
import { aDisk, draftsOn } from "../support/device.ts";
import { aPage } from "../support/writing.ts";

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement("div");
  document.body.append(root);
});
afterEach(() => {
  render(null, root);
  root.remove();
});

test("a blank page has the caret in the story, and nothing is said to be saved", () => {
  show(aPage(draftsOn(aDisk()).create()));

  expect(document.activeElement).toBe(field("Розповідь"));
  expect(status()).toBe("");
  expect(button("Надіслати").disabled).toBe(true);
});

test("the status says 'saved' after storage did, with the time", async () => {
  show(aPage(draftsOn(aDisk()).create()));

  typeInto(field("Розповідь"), "Ми пекли хліб.");
  expect(status()).toBe("");

  // The time stands beside what is read out, which would otherwise be said anew every minute.
  await vi.waitFor(() => expect(status()).toBe("Збережено на цьому телефоні"));
  expect(time()).toMatch(/^, \d+:\d\d$/);
  expect(button("Надіслати").disabled).toBe(false);
  expect(root.querySelector(".words")?.textContent).toBe("3\u00a0слова");
});

test("9: while storage does not come back, what was typed can leave as a file", async () => {
  const onSaveAsFile = vi.fn();
  const away = async (): Promise<never> => {
    throw new DeviceError("storage-lost", "away");
  };
  show(aPage(away), { onSaveAsFile });

  typeInto(field("Розповідь"), "Ми пекли хліб.");
  await vi.waitFor(() => expect(status()).toContain("Не закривайте"));
  button("Зберегти файлом").click();

  expect(onSaveAsFile).toHaveBeenCalledOnce();
});

test("in a window that forgets, the status does not say 'saved on this phone'", async () => {
  show(aPage(draftsOn(aDisk()).create()), { durable: false });

  typeInto(field("Розповідь"), "Слово");

  await vi.waitFor(() => expect(status()).toContain("Збережено, доки це вікно відкрите"));
});

test("on a copy for reading only the page says so, names the newsroom, and nothing can be sent", async () => {
  show(aPage(draftsOn(aDisk()).create()), { copyOf: "https://newsroom.example" });

  typeInto(field("Розповідь"), "Ми пекли хліб.");
  await vi.waitFor(() => expect(status()).toMatch(/^Збережено/));

  expect(root.querySelector(".caution")?.textContent).toBe(
    "Це копія лише для читання: звідси розповідей не надіслати. Писати можна тут: https://newsroom.example",
  );
  expect(root.querySelector(".caution a")?.getAttribute("href")).toBe("https://newsroom.example");
  expect(button("Надіслати").disabled).toBe(true);
});

test("every field is kept out of the browser's own files, and bears no name", async () => {
  const page = aPage(draftsOn(aDisk()).create());
  await page.opened();
  await page.addPhotos([new Blob(["…"])]);
  show(page);

  const fields = [...root.querySelectorAll("textarea, input")];
  expect(fields.length).toBeGreaterThanOrEqual(5);
  expect(fields.every((one) => one.getAttribute("autocomplete") === "off")).toBe(true);
  expect(fields.every((one) => !one.hasAttribute("name"))).toBe(true);
});

test("a text that came from elsewhere is not written into the middle of a composition", () => {
  const typed: string[] = [];
  const text = (value: string): void =>
    render(
      h(GrowingText, {
        label: "Розповідь",
        class: "",
        text: value,
        onText: (next) => void typed.push(next),
        onComposing: () => undefined,
      }),
      root,
    );
  text("Хліб");
  const area = field("Розповідь");

  area.dispatchEvent(new Event("compositionstart", { bubbles: true }));
  area.value = "Хлібїна";
  area.dispatchEvent(new Event("input", { bubbles: true }));
  text("Інше");
  expect(area.value).toBe("Хлібїна");
  area.dispatchEvent(new Event("compositionend", { bubbles: true }));
  text("Хлібїна і сіль");

  expect(typed).toEqual(["Хлібїна", "Хлібїна"]);
  expect(area.value).toBe("Хлібїна і сіль");
});

test.each([
  ["storage-full", "Ще не збережено: бракує 12\u00a0МБ. Не закривайте", "Звільнити місце"],
  ["storage-lost", "Ще не збережено. Не закривайте", "Спробувати ще"],
] as const)(
  "8 and 9: %s is said in words, with what mends it, and the words may leave as a file",
  async (code, said, mends) => {
    const disk = aDisk();
    const store = disk.store();
    const refusing: typeof store = {
      ...store,
      transact: (stores, mode, ...rest) =>
        mode === "readwrite"
          ? Promise.reject(new DeviceError(code, "refused"))
          : store.transact(stores, mode, ...rest),
    };
    const onSaveAsFile = vi.fn();
    show(aPage(draftsOn(disk, undefined, refusing).create()), { onSaveAsFile });

    typeInto(field("Розповідь"), "Слово");

    await vi.waitFor(() => expect(status()).toBe(said));
    expect(button(mends)).toBeDefined();
    button("Зберегти файлом").click();
    expect(onSaveAsFile).toHaveBeenCalledOnce();
  },
);

test("'Hide' and the way back are always there", () => {
  const [onHide, onBack] = [vi.fn(), vi.fn()];
  show(aPage(draftsOn(aDisk()).create()), { onHide, onBack });

  button("Сховати").click();
  button("Мої розповіді").click();

  expect([onHide.mock.calls.length, onBack.mock.calls.length]).toEqual([1, 1]);
});

test("a photo that was taken off can be put back until the next tap", async () => {
  const page = aPage(draftsOn(aDisk()).create());
  await page.opened();
  await page.addPhotos([new Blob(["…"])]);
  show(page);

  button("Прибрати фото 1").click();
  await vi.waitFor(() => expect(root.textContent).toContain("Фото прибрано."));
  expect(root.querySelector("figure")).toBeNull();
  field("Розповідь").dispatchEvent(new Event("pointerdown", { bubbles: true }));

  await vi.waitFor(() => expect(root.textContent).not.toContain("Фото прибрано."));
});

test("8: beside a photo that found no room 'text is saved' stands only as long as that is so", async () => {
  const disk = aDisk();
  const store = disk.store();
  let isFull = false;
  const filling: typeof store = {
    ...store,
    transact: (stores, mode, ...rest) =>
      isFull && mode === "readwrite"
        ? Promise.reject(new DeviceError("storage-full", "full"))
        : store.transact(stores, mode, ...rest),
  };
  const page = aPage(draftsOn(disk, undefined, filling).create());
  await page.opened();
  show(page);
  typeInto(field("Розповідь"), "Сло");
  await vi.waitFor(() => expect(status()).toBe("Збережено на цьому телефоні"));
  const alert = (): string | undefined => root.querySelector(".photo-trouble")?.textContent;

  isFull = true;
  await page.addPhotos([new Blob(["…"])]);
  await vi.waitFor(() => expect(alert()).toBe("Для фото бракує місця. Текст збережено"));
  typeInto(field("Розповідь"), "Слово");
  await vi.waitFor(() => expect(alert()).toBe("Для фото бракує місця."));

  expect(status()).toContain("Ще не збережено");
});

function show(model: Page, change: Partial<Parameters<typeof PageScreen>[0]> = {}): void {
  const nothing = (): void => undefined;
  const props = {
    model,
    messages: uk,
    language: "uk",
    durable: true,
    store: aDisk().store(),
    demonstration: false,
    isNew: true,
    cannotSend: false,
    onBack: nothing,
    onHide: nothing,
    onSend: nothing,
    onDiscard: nothing,
    onChecked: nothing,
    onSaveAsFile: nothing,
    ...change,
  } as const;
  render(h(PageScreen, props), root);
}

const field = (label: string): HTMLTextAreaElement =>
  root.querySelector<HTMLTextAreaElement>(`textarea[aria-label="${label}"]`)!;

const button = (name: string): HTMLButtonElement =>
  [...root.querySelectorAll("button")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent) === name,
  )!;

const status = (): string => root.querySelector('.saved [role="status"]')?.textContent ?? "";
const time = (): string => root.querySelector(".saved .time")?.textContent ?? "";

function typeInto(area: HTMLTextAreaElement, text: string): void {
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
