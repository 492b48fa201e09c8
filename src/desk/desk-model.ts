import { createModel, signal } from "@preact/signals";
import type { DeskKey, OpenedKey } from "./key-file.ts";
import type { Answer, Requests } from "./requests.ts";

/** Whether the editor is signed in. */
export type Session =
  | { readonly kind: "checking" }
  | { readonly kind: "in" }
  | {
      readonly kind: "out";
      readonly why: "no-link" | "link-spent" | "ended" | "unreachable" | "left";
    };

/** The key: closed, being opened, or open until a time (milliseconds since 1970). */
export type KeyState =
  | { readonly kind: "closed"; readonly why?: "wrong-passphrase" | "not-a-key-file" | "time" }
  | { readonly kind: "opening" }
  | { readonly kind: "open"; readonly until: number };

/** What the desk takes from the world. */
export interface DeskWorld {
  readonly requests: Requests;
  readonly openKeyFile: (file: Uint8Array, passphrase: string) => Promise<OpenedKey>;
  readonly now: () => number;
  /** Calls back after so many milliseconds; the answer calls it off. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

/** How long a key stays open: a working day. */
export const keyLife = 8 * 60 * 60_000;
const minute = 60_000;

/** Signing in and the key. The key itself is in a variable of this function and in nothing that is shown or kept. */
export const DeskModel = createModel((world: DeskWorld) => {
  const session = signal<Session>({ kind: "checking" });
  const key = signal<KeyState>({ kind: "closed" });
  let held: DeskKey | undefined;
  let callOff = (): void => undefined;

  const closeKey = (why?: "time"): void => {
    callOff();
    held = undefined;
    key.value = why === undefined ? { kind: "closed" } : { kind: "closed", why };
  };

  // By the minute and not by one long timer: a laptop that slept closes the key when it wakes.
  const watch = (until: number): void => {
    callOff = world.after(minute, () => (world.now() >= until ? closeKey("time") : watch(until)));
  };

  const settle = (answer: Answer<number>, otherwise: "no-link" | "link-spent"): void => {
    if (answer.kind === "done") session.value = { kind: "in" };
    else
      session.value = {
        kind: "out",
        why: answer.kind === "unreachable" ? "unreachable" : otherwise,
      };
  };

  return {
    session,
    key,
    /** The open key, or undefined once its time is over. */
    deskKey: (): DeskKey | undefined => {
      const state = key.peek();
      if (state.kind === "open" && world.now() >= state.until) closeKey("time");
      return held;
    },
    /** Goes on with a session that is there, or begins one with the link's token. */
    start: async (token: string | undefined): Promise<void> => {
      session.value = { kind: "checking" };
      const came = token === undefined ? undefined : await world.requests.signIn(token);
      if (came?.kind === "done") return settle(came, "link-spent");
      // A link that was used in this browser before: whoever is signed in already stays so.
      settle(await world.requests.session(), came === undefined ? "no-link" : "link-spent");
    },
    openKey: async (file: Uint8Array, passphrase: string): Promise<void> => {
      key.value = { kind: "opening" };
      const opened = await world.openKeyFile(file, passphrase);
      if (opened.kind !== "open") {
        key.value = { kind: "closed", why: opened.kind };
        return;
      }
      held = opened.key;
      const until = world.now() + keyLife;
      key.value = { kind: "open", until };
      watch(until);
    },
    closeKey: () => closeKey(),
    signOut: async (): Promise<void> => {
      closeKey();
      await world.requests.signOut();
      session.value = { kind: "out", why: "left" };
    },
    /** Some request was told that nobody is signed in any more. */
    sessionEnded: (): void => {
      closeKey();
      session.value = { kind: "out", why: "ended" };
    },
  };
});
export type Desk = InstanceType<typeof DeskModel>;
