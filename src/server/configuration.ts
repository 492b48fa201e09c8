import { accessSync, constants, mkdirSync } from "node:fs";
import { resolve } from "node:path";
import type { Parsed } from "../protocol/parsing.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";

/** What an operator can set, all by environment variables. */
export interface Configuration {
  /** HOST; 127.0.0.1, so that nobody outside of this machine gets in unless it is asked for. */
  readonly host: string;
  /** PORT; 8080. 0 takes any free one. */
  readonly port: number;
  /** ORIGIN: where people find it, `https://newsroom.example`; absent, newsroom.json or the port says. */
  readonly origin?: string;
  /** DATA_DIR; `data`. Absolute. */
  readonly dataDir: string;
  /** CONTENT_DIR: articles in Markdown, only ever read; `content`. Absolute. */
  readonly contentDir: string;
  /** ALLOW_PRIVATE_SOURCES=1: feeds and WordPress sites may stand on this machine or in its network. */
  readonly allowPrivateSources: boolean;
  /** TLS_CERT and TLS_KEY: paths of PEM files; with both, HTTPS is served directly. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; an empty variable counts as unset. Paths are relative to `folder`. */
export function parseConfiguration(
  environment: Environment,
  folder: string,
): Parsed<Configuration> {
  const get = (name: string): string | undefined => environment[name] || undefined;
  const port = get("PORT") ?? "8080";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    return { ok: false, why: `PORT is "${port}"; it has to be a number from 0 to 65535.` };
  }
  const origin = get("ORIGIN");
  if (origin !== undefined && !isOrigin(origin)) {
    return {
      ok: false,
      why: `ORIGIN is "${origin}"; it has to look like https://newsroom.example.`,
    };
  }
  const cert = get("TLS_CERT");
  const key = get("TLS_KEY");
  if ((cert === undefined) !== (key === undefined)) {
    return { ok: false, why: "TLS_CERT and TLS_KEY go together; only one of them is set." };
  }
  const configuration: Configuration = {
    host: get("HOST") ?? "127.0.0.1",
    port: Number(port),
    dataDir: resolve(folder, get("DATA_DIR") ?? "data"),
    contentDir: resolve(folder, get("CONTENT_DIR") ?? "content"),
    allowPrivateSources: get("ALLOW_PRIVATE_SOURCES") === "1",
    ...(origin !== undefined && { origin }),
    ...(cert !== undefined &&
      key !== undefined && { tls: { cert: resolve(folder, cert), key: resolve(folder, key) } }),
  };
  return { ok: true, value: configuration };
}

/** `https://host` or `http://host:port`, nothing after it. */
export const isOrigin = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;

/** Makes the data folder where there is none (only its owner may look in). Throws an {@link OperatorError} where it cannot be written. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new OperatorError(
      `The data folder ${dataDir} cannot be written (${reasonOf(cause)}); set DATA_DIR to one that can.`,
      { cause },
    );
  }
}
