// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { h, render } from "preact";
import { expect, test, vi } from "vitest";
import { settingsUk } from "../../src/app/messages/settings-uk.ts";
import { DownloadChoices, type Filling } from "../../src/app/settings/DownloadChoices.tsx";
import { SettingsModel } from "../../src/app/settings/settings-model.ts";
import { type Circumstances, createFacts, startingDownload } from "../../src/device/facts.ts";
import { aStore } from "../support/device.ts";
import { aRoot } from "../support/root.ts";

const unhurried: Circumstances = { saveData: false, cellular: false, freeBytes: undefined };

const root = aRoot();

/** The sheet of a phone in some circumstances, with what it says at its end. */
function aSheet(circumstances: Circumstances) {
  const settings = new SettingsModel(createFacts(aStore()), { look: "phone", size: 0 });
  const filling = signal<Filling | undefined>(undefined);
  const download = signal(startingDownload(circumstances));
  const chooseDownload = async (choice: typeof download.value): Promise<void> => {
    download.value = choice;
    await settings.change({ download: choice });
  };
  const room = { download, chooseDownload };
  const props = { messages: settingsUk, settings, room, filling };
  render(h(DownloadChoices, { ...props, circumstances: async () => circumstances }), root);
  const says = (text: string): Promise<void> =>
    vi.waitFor(() => expect(root.querySelector("[role=status]")?.textContent).toBe(text));
  const chosen = (): string | undefined =>
    root
      .querySelector("label:has(input:checked)")
      ?.textContent?.split(settingsUk.downloadMeans.small)[0];
  return { settings, filling, says, chosen };
}

test.each([
  ["saveData", { ...unhurried, saveData: true }],
  ["cellular", { ...unhurried, cellular: true }],
  ["littleRoom", { ...unhurried, freeBytes: 400_000_000 }],
] as const)("a phone that began with small pictures says why: %s", async (why, circumstances) => {
  const { says, chosen } = aSheet(circumstances);

  await says(settingsUk.downloadWhy[why]);
  expect(chosen()).toContain(settingsUk.downloadChoices.small);
});

test("turning pictures on says how far filling in what is missing is, and when it is done", async () => {
  const { filling, says, settings } = aSheet({ ...unhurried, saveData: true });
  await says(settingsUk.downloadWhy.saveData);

  root.querySelector<HTMLInputElement>("input")!.click();
  await vi.waitFor(() => expect(settings.settings.value.download).toBe("everything"));
  filling.value = { kind: "coming", done: 12, all: 30 };
  await says("Завантажено 12 з 30");
  filling.value = { kind: "here" };
  await says(settingsUk.downloaded);
});

test("without a network it says that what is missing will come", async () => {
  const { filling, says } = aSheet(unhurried);

  filling.value = { kind: "offline" };

  await says(settingsUk.downloadLater);
});
