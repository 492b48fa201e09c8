import type { Page } from "playwright-core";
import type { Network } from "../../tests/support/browsers/network.ts";

/** One that is measured: a site with the same articles, served on a port of this computer. */
export interface Contender {
  readonly name: string;
  readonly port: number;
  /** Where a reader comes in first, and the address of one article. */
  readonly front: string;
  readonly article: string;
  /** The address by which the app is opened again without a network. */
  readonly again: string;
  /** A selector of the text of an article. */
  readonly text: string;
  /** Resolves when the page says, or the browser, that all can be read without a network. */
  ready(page: Page): Promise<unknown>;
  /** The same, asked in one moment. */
  isReady(page: Page): Promise<boolean>;
  /** The request with which the library begins to come, after the page's own script. */
  readonly begins: RegExp;
  /** What happens on a phone when the network is back. */
  goOn(page: Page): Promise<unknown>;
  /** Changes a sentence of one article and publishes it. */
  change(): Promise<unknown>;
  /** Resolves when a phone that was opened again has that change. */
  hasChange(page: Page, network: Network): Promise<unknown>;
  close(): Promise<void>;
}

/** The texts of one run, the same for all: a title's line and paragraphs. */
export interface Texts {
  /** A folder of `.txt` files, as a newsroom takes them. */
  readonly folder: string;
  readonly names: readonly string[];
}
