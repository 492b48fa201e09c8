// A voice from the tap to the newsroom: recorded, killed, heard, sent, opened; it tells nothing but what was said.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { type AnyPage, firefoxPage, webkitPage } from "../support/browsers/any-page.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { until } from "../support/browsers/waiting.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone } from "../support/phone.ts";
import {
  endRecording,
  hear,
  isRecording,
  sayIt,
  slicesOnDisk,
  withMicrophone,
} from "../support/voices.ts";

const run = promisify(execFile);

let scene: Scene;
let phone: Phone;
beforeAll(async () => {
  scene = await openScene();
  phone = await aPhone(scene, withMicrophone);
});
afterAll(() => scene?.close());

whenPresent("chromium", () => {
  test("7: killed while recording sound, at most a second is lost, and what there is plays at once", async () => {
    const { browser, page } = await phone.firstVisit();
    await sayIt(page);
    const begun = performance.now();
    await until("some slices are on the disk", async () => (await slicesOnDisk(page)) >= 4);
    const recorded = performance.now() - begun;
    await browser.kill();

    scene.network.cut();
    const again = await phone.open();
    await openWrite(again.page);
    await again.page.getByText("1 recording").waitFor();
    await again.page.getByText("Keep writing").click();
    await again.page.getByRole("button", { name: "Listen", exact: true }).click();
    await again.page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    const place = again.page.getByLabel("Place in the recording");
    await until("it moves on", async () => Number(await place.inputValue()) > 0);
    const length = Number(await place.getAttribute("max"));
    console.log(`recorded ${Math.round(recorded)} ms before the kill, ${length} ms are there`);
    expect(length).toBeGreaterThan(recorded - 1_000);

    scene.network.restore();
    await again.page.getByLabel("What the recording says: Recording 1").fill("Ми пекли хліб.");
    await isSaved(again.page);
    await sealAndSend(again.page, { voice: true });
    await again.page.locator("[data-status=sent]").waitFor();
    const [arrived] = await openExported(scene.newsroom, byLibrary(scene.newsroom));
    const [file] = arrived!.attachments;
    expect(arrived?.story).toMatchObject({
      title: "",
      blocks: [{ kind: "audio", media: 1, caption: [{ text: "Ми пекли хліб." }] }],
      attachments: [{ number: 1, type: "audio/webm", length: Math.round(length / 1_000) }],
    });
    const heard = await hear(again.page, file!, "audio/webm");
    expect(heard.decoded).toBeGreaterThan(recorded / 1_000 - 1);
    expect(Math.abs(heard.said - length / 1_000)).toBeLessThan(0.1);
    expect(heard.loudest).toBeGreaterThan(0.05);
    expect(heard.seeked).toBeCloseTo(heard.said / 2, 1);
    await again.browser.close();
    scene.watch.assertQuiet();
  });

  test("a voice stands between the words; a pause counts for nothing, and it can be shortened, taken off and put back", async () => {
    const { browser, page } = await phone.open();
    await newStory(page);
    const others = await slicesOnDisk(page);
    await page.getByLabel("Story", { exact: true }).fill("До. Після.");
    await page.getByLabel("Story", { exact: true }).evaluate((field) => {
      if (field instanceof HTMLTextAreaElement) field.setSelectionRange(3, 3);
    });
    await page.getByRole("button", { name: "Record your voice" }).click();
    await isRecording(page);
    await until("three slices", async () => (await slicesOnDisk(page)) >= others + 3);
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page
      .getByRole("status")
      .filter({ hasText: /^Paused$/ })
      .waitFor();
    const time = page.locator(".recorder-time");
    const shown = await time.innerText();
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 1500))");
    expect(await time.innerText()).toBe(shown);
    await page.getByRole("button", { name: "Go on", exact: true }).click();
    await isRecording(page);
    await endRecording(page);
    expect(await page.getByLabel("Story", { exact: true }).inputValue()).toBe("До.");
    expect(await page.getByLabel("Continued 2", { exact: true }).inputValue()).toBe(" Після.");

    const place = page.getByLabel("Place in the recording");
    const whole = Number(await place.getAttribute("max"));
    expect(whole).toBeGreaterThan(2_000);
    await place.fill("1000");
    await page.getByRole("button", { name: "Shorten here" }).click();
    await page.getByText(/^Shortened: 0:01 of 0:0/).waitFor();
    expect(Number(await place.getAttribute("max"))).toBeLessThan(1_700);
    await page.getByRole("button", { name: "Restore" }).click();
    await until("it is whole again", async () => Number(await place.getAttribute("max")) === whole);

    await page.getByRole("button", { name: "Remove recording 1" }).click();
    await page.getByText("Recording removed.").waitFor();
    expect(await page.getByRole("button", { name: "Listen", exact: true }).count()).toBe(0);
    // The line goes at the next tap elsewhere; 'Undo' of the page stands beside it.
    await page.locator(".line").getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Listen", exact: true }).waitFor();
    await isSaved(page);
    await browser.close();
    scene.watch.assertQuiet();
  });

  test("a microphone that is not allowed is said, and the page can be written on", async () => {
    const deaf = await aPhone(scene, { args: ["--deny-permission-prompts"] });
    const { browser, page } = await deaf.firstVisit();
    await openWrite(page);
    await page.getByRole("button", { name: "Say it", exact: true }).click();
    await page.getByText(/^(The microphone is closed|There is no microphone)/).waitFor();
    await page.getByRole("button", { name: "Close", exact: true }).click();
    await page.getByLabel("Story", { exact: true }).fill("Тоді напишу.");
    await isSaved(page);
    await browser.close();
    scene.watch.assertQuiet();
  });

  whenPresent("exiftool", (exiftool) => {
    test("a recording tells no time, no browser and no number of its own", async () => {
      const [arrived] = await openExported(scene.newsroom, byLibrary(scene.newsroom));
      await tellsNothing(exiftool, arrived!.attachments[0]!);
    });
  });
});

/** A press that comes before the app has taken the served page over is pressed again. */
/** Pressed once, by the app that has taken the page over: before that the link opens the page anew. */
async function toMyStories(page: AnyPage): Promise<void> {
  await until("the app follows its links", () =>
    page.read<boolean>("document.querySelector('.masthead button') !== null"),
  );
  await page.read("document.querySelector('[data-place=write]').click()");
  await until("the page shows «My stories»", () =>
    page.read<boolean>("document.querySelector('.stories-title') !== null"),
  );
}

/**
 * Says something until the recorder shows two seconds; it rounds, so that they are one and a half at the least. Gives how
 * long the recording is, in milliseconds, as read from its own file.
 */
async function say(page: AnyPage): Promise<number> {
  await page.goto(`${scene.network.origin}/?lang=en`);
  await toMyStories(page);
  await press(page, "Say it");
  await until("two seconds are shown", () =>
    page.read<boolean>(`document.querySelector(".recorder-time")?.textContent >= "0:02"`),
  );
  await press(page, "Done");
  const place = `document.querySelector(".voice-line input")`;
  await until("it can be heard", () => page.read<boolean>(`${place} !== null`));
  return page.read<number>(`Number(${place}.max)`);
}

/**
 * Firefox ends what cannot be heard with an error where there is no sound card, but not what is muted. The file that the
 * page plays is kept for the test.
 */
const withoutLoudspeaker = `(() => {
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    this.muted = true;
    this.addEventListener("ended", () => (window.hasEnded = true));
    return play.call(this);
  };
  const address = URL.createObjectURL;
  URL.createObjectURL = (file) => {
    if (file.type.startsWith("audio/")) window.played = file;
    return address(file);
  };
})()`;

/** How long the file that the page plays is, in seconds, and how loud, as this browser decodes it. */
const decoded = `(async () => {
  const bytes = await window.played.arrayBuffer();
  const sound = await new OfflineAudioContext(1, 48000, 48000).decodeAudioData(bytes);
  const loudest = sound.getChannelData(0).reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return { seconds: sound.duration, loudest };
})()`;

whenPresent("firefox", () => {
  test("Firefox: a voice is recorded, its length is read from its file at once, and it plays", async () => {
    const browser = await openFirefox({
      prefs: {
        ...scene.watch.firefoxPrefs,
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
      },
    });
    scene.onEnd(() => browser.close());
    const page = await browser.newPage();
    scene.watch.watchFirefox(page);
    await page.evaluateOnNewDocument(withoutLoudspeaker);
    const any = firefoxPage(page);

    const length = await say(any);
    expect(length).toBeGreaterThan(1_200);
    const heard = await any.read<{ readonly seconds: number; readonly loudest: number }>(decoded);
    expect(Math.abs(heard.seconds - length / 1_000)).toBeLessThan(0.1);
    expect(heard.loudest).toBeGreaterThan(0.05);
    await press(any, "Listen");
    await until("it moves on", () =>
      any.read<boolean>(`Number(document.querySelector(".voice-line input").value) > 0`),
    );
    await until("it comes to its end", () =>
      any.read<boolean>(
        `window.hasEnded && Number(document.querySelector(".voice-line input").value) === 0`,
      ),
    );

    scene.watch.assertQuiet();
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: where no voice can be recorded it is said, and the page can be written on", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    const page = webkitPage(browser);
    await page.goto(`${scene.network.origin}/?lang=en`);
    await toMyStories(page);
    await page.read("(window.MediaRecorder = undefined, true)");
    await press(page, "Say it");

    await shows(page, "This browser does not record a voice");
    await press(page, "Close");
    await until("the page can be written on", () =>
      page.read<boolean>(
        `document.querySelector(".recorder") === null && document.querySelector(".tools") !== null`,
      ),
    );

    scene.watch.assertQuiet();
  });
});

const allowed = [
  /^SourceFile$/,
  /^ExifTool:ExifToolVersion$/,
  /^File:(File(Type|TypeExtension|Name|Size|Permissions|ModifyDate|AccessDate|InodeChangeDate)|Directory|MIMEType)$/,
  /^Matroska:(EBML(Read)?Version|EBMLMax(IDLength|SizeLength)|DocType((Read)?Version)?|TimecodeScale|Duration|MuxingApp|WritingApp)$/,
  /^Matroska:(Track(Number|UID|Type)|AudioCodecID|CodecPrivate|Matroska_0x16(aa|bb)|Audio(SampleRate|Channels)|Cue(Time|Track|ClusterPosition))$/,
];

/** What exiftool finds in a recording that arrived, beyond what decoding needs. */
async function tellsNothing(exiftool: string, file: Uint8Array): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "soniakh-recording-"));
  try {
    const path = join(folder, "arrived.webm");
    await writeFile(path, file);
    const { stdout } = await run(exiftool, ["-json", "-G", "-a", "-u", "-ee", path]);
    const tags = (JSON.parse(stdout) as Readonly<Record<string, unknown>>[])[0] ?? {};
    expect(tags["Matroska:AudioCodecID"]).toBe("A_OPUS");
    expect(
      Object.keys(tags).filter((name) => !allowed.some((pattern) => pattern.test(name))),
    ).toEqual([]);
    expect([
      tags["Matroska:MuxingApp"],
      tags["Matroska:WritingApp"],
      tags["Matroska:TrackUID"],
    ]).toEqual(["Soniakh", "Soniakh", expect.anything()]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
