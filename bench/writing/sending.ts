// W3-W5: what was put in line, on its way to real servers on this computer.
import { type BenchPhone, aDraftOf, newsroom } from "./phone.ts";
import { Upload } from "./peers.mjs";
import { sealedSize } from "./sealed-size.ts";
import { openQueue } from "./typing.ts";

const photoSize = 20 * 1_048_576;

interface Sealed {
  readonly id: string;
  readonly body: Blob;
}

/** Puts so many stories of 2 KB in line; true once they are there. */
async function putStories(phone: BenchPhone, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const draft = await aDraftOf(phone, 2_048);
    await phone.put(draft);
    await phone.drafts.destroy(draft.id);
  }
}

/** Takes what waits out of the line, as the bytes that would be sent. */
async function takeOut(phone: BenchPhone): Promise<readonly Sealed[]> {
  const sealed = await phone.store.transact(["stories", "parts"], "readonly", async (t) => {
    const stories = await t.objectStore("stories").getAll();
    const parts = await t.objectStore("parts").getAll();
    return stories.map(({ id, manifest }) => {
      const text = parts.filter(({ story, part }) => story === id && part === 0);
      return { id, body: new Blob([manifest, "\n", ...text.map(({ bytes }) => bytes)]) };
    });
  });
  for (const { id } of await phone.outbox.list()) await phone.outbox.destroy(id);
  return sealed;
}

export interface Drained {
  readonly soniakh: number;
  readonly tus: number;
  readonly workbox: number;
  /** Ids that the newsroom must have, each once. */
  readonly ids: readonly string[];
  /** Of those, how many have a receipt here that was verified and stored. */
  readonly receipts: number;
}

/** Milliseconds for `count` stories: ours until each receipt is checked and stored. */
export async function drain(phone: BenchPhone, count: number, tus: string): Promise<Drained> {
  await putStories(phone, count);
  const others = await takeOut(phone);
  const queue = openQueue("bench-drain");
  for (const { id, body } of others) {
    const init = {
      method: "PUT",
      body,
      headers: { "content-type": "application/vnd.soniakh.story" },
    };
    await queue.pushRequest({ request: new Request(`${newsroom}/intake/stories/${id}`, init) });
  }
  await putStories(phone, count);
  const soniakh = await timed(() => phone.draining.wake("start"));
  const entries = await phone.outbox.list();
  const workbox = await timed(() => queue.replayRequests());
  if ((await queue.size()) > 0) throw new Error("Workbox did not send all");
  const uploads = await timed(async () => {
    for (const { body } of others) await upload(body, tus, { uploadDataDuringCreation: true });
  });
  const receipts = entries.filter(({ state }) => state.kind === "sent").length;
  const ids = entries.map(({ id }) => id);
  for (const id of ids) await phone.outbox.destroy(id);
  return { soniakh, workbox, tus: uploads, ids, receipts };
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await act();
  return performance.now() - begun;
}

/** Resolves when the peer says that all of it is there. */
export const upload = (body: Blob, endpoint: string, options: object): Promise<void> =>
  new Promise((resolve, reject) =>
    new Upload(body, {
      endpoint,
      storeFingerprintForResuming: false,
      retryDelays: Array.from({ length: 1_000 }, () => 50),
      onSuccess: () => resolve(),
      onError: reject,
      ...options,
    }).start(),
  );

/** A story with an attachment that fills its bucket waits in line. */
export async function putAttachment(phone: BenchPhone): Promise<void> {
  const draft = await aDraftOf(phone, 2_048);
  const bytes = new Uint8Array(photoSize);
  for (let at = 0; at < bytes.length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  const photo = await draft.addPhoto({ type: "image/jpeg", width: 4_000, height: 3_000, bytes });
  await draft.change({
    kind: "pieces",
    at: 1,
    cut: 0,
    put: [{ kind: "photo", photo, caption: "" }],
  });
  await phone.put(draft);
  await phone.drafts.destroy(draft.id);
}

/** Milliseconds until the newsroom's receipt says that it has the attachment too. */
export async function sendAttachment(phone: BenchPhone): Promise<number> {
  const begun = performance.now();
  await phone.draining.wake("online");
  // On a line that is reset again and again the drainer rests, and is woken from outside.
  while (!(await phone.outbox.list()).every(({ state }) => state.kind === "sent"))
    await new Promise((resolve) => setTimeout(resolve, 20));
  const took = performance.now() - begun;
  for (const { id } of await phone.outbox.list()) await phone.outbox.destroy(id);
  return took;
}

/** The same number of bytes by the peer. */
export async function uploadAttachment(tus: string, options: object): Promise<number> {
  const bytes = new Uint8Array(sealedSize);
  for (let at = 0; at < bytes.length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  const whole = new Blob([bytes]);
  return timed(() => upload(whole, tus, options));
}
