// A voice from the tap to the newsroom: recorded, killed, heard, sent, opened; it tells nothing but what was said.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSaved, openWrite, sealAndSend } from "../support/author.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { until } from "../support/browsers/waiting.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, type Phone } from "../support/phone.ts";
import { hear, sayIt, slicesOnDisk, withMicrophone } from "../support/voices.ts";

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

  whenPresent("exiftool", (exiftool) => {
    test("a recording tells no time, no browser and no number of its own", async () => {
      const [arrived] = await openExported(scene.newsroom, byLibrary(scene.newsroom));
      await tellsNothing(exiftool, arrived!.attachments[0]!);
    });
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
