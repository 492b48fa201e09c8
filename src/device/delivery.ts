import { concat, type Hash, type RandomId } from "../protocol/bytes.ts";
import {
  type BlobId,
  leafSize,
  type Limits,
  mediaTypes,
  parseLimits,
  parseReceipt,
  parseStates,
  type Receipt,
  type States,
  type StatesQuery,
  type StoryId,
} from "../protocol/intake.ts";
import { intakeRoutes } from "../protocol/intake-routes.ts";
import type { Parsed } from "../protocol/parsing.ts";
import type { SignedKind, Verify } from "../protocol/signed-file.ts";
import {
  type Delivery,
  type HeldLeaves,
  portal,
  type Proven,
  readHeld,
  readJson,
  readReceipts,
  readSigned,
} from "./answers.ts";
import { diskPatience, exchange, type ExchangeDeps, type Exchanging } from "./exchange.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A verified receipt, and the signed file that proves it. */
export interface Accepted {
  readonly receipt: Receipt;
  readonly file: Bytes;
}

/** Leaves on their way. The list of all leaves goes with the first of them. */
export interface LeavesToSend {
  readonly blob: BlobId;
  readonly first: number;
  readonly leaves: number;
  /** Of the whole blob. */
  readonly bytes: number;
  readonly list: Bytes | undefined;
  readonly body: Bytes;
  /** The newsroom is asked to end the connection with its answer: see `pacing.ts`. */
  readonly wary: boolean;
}

/** A text on its way; `hash` is over its manifest. */
export interface TextToSend {
  readonly id: StoryId;
  readonly manifest: Bytes;
  readonly hash: Hash;
  readonly sealed: Bytes;
}

/** The signed file that an answer must be. */
export interface SignedAnswer<T> {
  readonly type: string;
  readonly kind: SignedKind;
  readonly parse: (text: string) => Parsed<T>;
}

/** The requests of the sending part. None of them ever rejects. */
export interface DeliveryRequests {
  limits(): Promise<Delivery<Limits>>;
  /** Which of these do you have, and in what state? */
  ask(ids: readonly StoryId[]): Promise<Delivery<States>>;
  /** `manifestHash` is what the receipt must be about. */
  sendText(
    id: StoryId,
    manifest: Bytes,
    manifestHash: Hash,
    text: Bytes,
  ): Promise<Delivery<Accepted>>;
  /** Several in one request; resolves to the receipts that fit one of them, whatever came of the others. */
  sendTexts(texts: readonly TextToSend[]): Promise<Delivery<readonly Accepted[]>>;
  /** False once that was not taken, by an older newsroom or whatever stands before it: until the next start each goes alone. */
  takesSeveral(): boolean;
  /** PUTs something whose answer is a signed file that must fit it: see `note-sending.ts`. */
  sendSigned<T>(
    what: { readonly path: string; readonly body: Bytes; readonly type: string },
    answer: SignedAnswer<T>,
    fits: (value: T) => boolean,
  ): Promise<Delivery<{ readonly value: T; readonly bytes: Bytes }>>;
  look(blob: BlobId): Promise<Delivery<HeldLeaves>>;
  sendLeaves(leaves: LeavesToSend): Promise<Delivery<HeldLeaves>>;
  /** Ends the requests that are under way, as unreachable. */
  hangUp(): void;
}

export interface DeliveryDeps extends ExchangeDeps {
  /** Checks against the receipt keys of the accepted key list. */
  readonly verify: Verify;
  readonly newId: () => RandomId;
}

const second = 1_000;
/** A small request that has not begun to be answered by then counts as offline. */
const smallPatience = 3 * second;
/** A body is given this much more for each of its bytes: the slowest line that is worth waiting for, about 1 KB/s. */
const patiencePerByte = 1;
/**
 * Leaves are waited for no longer than the slowest line takes for four of them: what arrived is kept, so that giving up
 * loses nothing, and a line that was quick and went dead without a word is noticed. Bytes.
 */
const mostUncertain = 4 * leafSize;

/** The requests over a fetch. */
export function createDelivery(given: DeliveryDeps): DeliveryRequests {
  let hung = new AbortController();
  let several = true;
  const deps = { ...given, hung: () => hung.signal };
  const sendText: DeliveryRequests["sendText"] = async (id, manifest, manifestHash, text) => {
    const answer = await sendSigned(
      deps,
      { path: intakeRoutes.story(id), body: bodyOf(manifest, text), type: mediaTypes.story },
      { type: mediaTypes.receipt, kind: "receipt", parse: parseReceipt },
      ({ story, manifest: over }) => story === id && over === manifestHash,
    );
    return answer.kind === "accepted"
      ? { kind: "accepted", value: asAccepted(answer.value) }
      : answer;
  };
  return {
    hangUp() {
      hung.abort();
      hung = new AbortController();
    },
    limits: () =>
      exchange(
        deps,
        intakeRoutes.limits,
        {},
        { type: "application/json", patience: smallPatience },
        async (response) => {
          const limits = parseLimits(await readJson(response));
          return limits.ok ? { kind: "accepted", value: limits.value } : portal;
        },
      ),
    async ask(ids) {
      const query: StatesQuery = { format: 1, nonce: deps.newId(), stories: ids };
      const init = {
        method: "POST",
        body: JSON.stringify(query),
        headers: { "content-type": "application/json" },
      };
      const expected = {
        type: mediaTypes.states,
        patience: smallPatience + init.body.length * patiencePerByte,
      };
      return exchange(deps, intakeRoutes.receipts, init, expected, async (response) => {
        const file = await readSigned(deps.verify, response, "states", parseStates);
        return file?.value.nonce === query.nonce ? { kind: "accepted", value: file.value } : portal;
      });
    },
    sendText,
    async sendTexts(texts) {
      const body = concat(...texts.map(({ manifest, sealed }) => bodyOf(manifest, sealed)));
      const init = { method: "POST", body, headers: { "content-type": mediaTypes.stories } };
      const expected = {
        type: mediaTypes.receipts,
        patience: diskPatience + body.length * patiencePerByte,
      };
      const sent = await exchange(deps, intakeRoutes.stories, init, expected, async (response) => {
        const receipts = await readReceipts(deps.verify, response);
        const value = receipts
          .filter(({ value }) =>
            texts.some(({ id, hash }) => value.story === id && value.manifest === hash),
          )
          .map(asAccepted);
        return { kind: "accepted", value };
      });
      // A full disk says nothing of the way there.
      if (sent.kind === "refused" && sent.refusal.code !== "full") several = false;
      if (sent.kind === "held" && sent.by === "portal") several = false;
      return sent;
    },
    takesSeveral: () => several,
    sendSigned: (what, answer, fits) => sendSigned(deps, what, answer, fits),
    look: (blob) =>
      exchange(
        deps,
        intakeRoutes.blob(blob),
        // Asked in doubt alone: what goes next is not to go over this connection.
        { method: "HEAD", headers: closing },
        { type: undefined, patience: smallPatience },
        readHeld,
      ),
    async sendLeaves({ blob, first, leaves, bytes, list, body, wary }) {
      const path = `${intakeRoutes.blob(blob)}?leaf=${first}&leaves=${leaves}&bytes=${bytes}`;
      const whole = list === undefined ? body : concat(list, body);
      const listed = list === undefined ? {} : { "soniakh-leaf-list": "1" };
      const init = {
        method: "PUT",
        body: whole,
        headers: { "content-type": mediaTypes.leaves, ...listed, ...(wary ? closing : {}) },
      };
      const moving = Math.min(whole.length, mostUncertain) * patiencePerByte;
      const expected = { type: undefined, patience: diskPatience + moving };
      return exchange(deps, path, init, expected, readHeld);
    },
  };
}

/** A story as it travels. */
const bodyOf = (manifest: Bytes, text: Bytes): Bytes => concat(manifest, Uint8Array.of(10), text);

const asAccepted = ({ value, bytes }: Proven<Receipt>): Accepted => ({
  receipt: value,
  file: bytes,
});

/** A page may not say `connection: close` itself. */
const closing = { "soniakh-close": "1" };

/** Only a verified file that fits what was sent counts. */
function sendSigned<T>(
  deps: DeliveryDeps & Exchanging,
  { path, body, type }: { readonly path: string; readonly body: Bytes; readonly type: string },
  answer: SignedAnswer<T>,
  fits: (value: T) => boolean,
): Promise<Delivery<{ readonly value: T; readonly bytes: Bytes }>> {
  const init = { method: "PUT", body, headers: { "content-type": type } };
  const expected = { type: answer.type, patience: diskPatience + body.length * patiencePerByte };
  return exchange(deps, path, init, expected, async (response) => {
    const file = await readSigned(deps.verify, response, answer.kind, answer.parse);
    return file !== undefined && fits(file.value) ? { kind: "accepted", value: file } : portal;
  });
}
